package io.darkroom.gateway.kafka;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.topic.Topics;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/** What a producer's failures mean to the caller whose record was not written. */
final class PublishErrors {

  private PublishErrors() {}

  /**
   * The coded form: what the caller sent, what may pass by itself, or what needs an operator.
   *
   * @param what the record holds, a frame or a definition
   * @param bytes how long its value is
   */
  static DarkroomException coded(Throwable failure, RecordKind what, int bytes) {
    if (failure instanceof RecordTooLargeException
        || failure instanceof RecordBatchTooLargeException) {
      return tooLarge(failure, what, bytes);
    }
    if (failure instanceof BufferExhaustedException) {
      return new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "kafka: no buffer space is left (expected: some). Send more slowly.",
          failure);
    }
    if (failure instanceof AuthorizationException || failure instanceof AuthenticationException) {
      return internal("the gateway may not write (expected: it may). Grant it the right", failure);
    }
    if (failure instanceof SerializationException
        || (failure instanceof ApiException && !(failure instanceof RetriableException))) {
      return internal("the brokers refuse the record (expected: they take it)", failure);
    }
    return failure instanceof KafkaException || failure instanceof IllegalStateException
        ? unavailable(failure.getMessage(), failure)
        : internal("the record was not written (expected: it is)", failure);
  }

  /** Kafka does not take the record now. */
  static DarkroomException unavailable(String what, Throwable cause) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "kafka: %s (expected: an acknowledgement). Try again in a moment.".formatted(what),
        cause);
  }

  private static DarkroomException tooLarge(Throwable failure, RecordKind what, int bytes) {
    return new DarkroomException(
        what.tooLarge(),
        "%s: %d bytes as a record (expected: at most %d with its headers). %s"
            .formatted(what.text(), bytes, Topics.MAX_RECORD_BYTES, what.remedy()),
        failure);
  }

  private static DarkroomException internal(String what, Throwable cause) {
    return new DarkroomException(
        ErrorCode.INTERNAL, "kafka: %s. %s".formatted(what, cause.getMessage()), cause);
  }
}
