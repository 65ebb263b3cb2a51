package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.topic.Topics;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PublishErrorsTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new RecordTooLargeException(), ErrorCode.IMAGE_TOO_LARGE),
        Arguments.of(new TimeoutException("expired"), ErrorCode.UNAVAILABLE),
        Arguments.of(new NotEnoughReplicasException(), ErrorCode.UNAVAILABLE),
        Arguments.of(new BufferExhaustedException("full"), ErrorCode.TOO_MANY_REQUESTS),
        Arguments.of(new IllegalStateException("producer closed"), ErrorCode.UNAVAILABLE),
        Arguments.of(new TopicAuthorizationException("frames"), ErrorCode.INTERNAL),
        Arguments.of(new InvalidTopicException("frames"), ErrorCode.INTERNAL),
        Arguments.of(new SerializationException("bad"), ErrorCode.INTERNAL),
        Arguments.of(new OutOfMemoryError("heap"), ErrorCode.INTERNAL));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void mapsEachFailureToACode(Throwable failure, ErrorCode code) {
    assertThat(PublishErrors.coded(failure, RecordKind.FRAME, 7).code()).isEqualTo(code);
  }

  @Test
  void namesTheSizeAndTheLimitOfATooLargeRecord() {
    DarkroomException error =
        PublishErrors.coded(new RecordTooLargeException(), RecordKind.FRAME, 11_000_000);
    assertThat(error).hasMessageContaining("11000000 bytes");
    assertThat(error).hasMessageContaining(Integer.toString(Topics.MAX_RECORD_BYTES));
  }

  @Test
  void mapsATooLargeDefinitionToInvalidArgument() {
    assertThat(PublishErrors.coded(new RecordTooLargeException(), RecordKind.DEFINITION, 7).code())
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }
}
