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

/** Maps failures of a producer to errors for the caller. */
final class PublishErrors {

  private PublishErrors() {}

  /**
   * Maps a failure to a code: the caller's fault, temporary, or one for the operator.
   *
   * @param what the content of the record
   * @param bytes length of its value
   */
  static DarkroomException coded(Throwable failure, RecordKind what, int bytes) {
    if (failure instanceof RecordTooLargeException
        || failure instanceof RecordBatchTooLargeException) {
      return tooLarge(failure, what, bytes);
    }
    if (failure instanceof BufferExhaustedException) {
      return new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "kafka: no free buffer space (expected: some). Send more slowly.",
          failure);
    }
    if (failure instanceof AuthorizationException || failure instanceof AuthenticationException) {
      return internal("no write access (expected: write access). Grant it to the gateway", failure);
    }
    if (failure instanceof SerializationException
        || (failure instanceof ApiException && !(failure instanceof RetriableException))) {
      return internal("the broker rejected the record (expected: an acknowledgement)", failure);
    }
    return failure instanceof KafkaException || failure instanceof IllegalStateException
        ? unavailable(failure.getMessage(), failure)
        : internal("the record was not written (expected: an acknowledgement)", failure);
  }

  /** The error for a temporary failure. */
  static DarkroomException unavailable(String what, Throwable cause) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "kafka: %s (expected: an acknowledgement). Try again in a moment.".formatted(what),
        cause);
  }

  private static DarkroomException tooLarge(Throwable failure, RecordKind what, int bytes) {
    return new DarkroomException(
        what.tooLarge(),
        "%s: %d bytes as a record (expected: at most %d, headers included). %s"
            .formatted(what.text(), bytes, Topics.MAX_RECORD_BYTES, what.remedy()),
        failure);
  }

  private static DarkroomException internal(String what, Throwable cause) {
    return new DarkroomException(
        ErrorCode.INTERNAL, "kafka: %s. %s".formatted(what, cause.getMessage()), cause);
  }
}
