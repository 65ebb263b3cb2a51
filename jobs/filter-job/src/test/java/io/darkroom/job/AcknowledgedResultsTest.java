package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.operator.ResultPositions;
import io.darkroom.v1.RecordPosition;
import java.util.Map;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class AcknowledgedResultsTest {

  private static AcknowledgedResults interceptor(String job) {
    AcknowledgedResults interceptor = new AcknowledgedResults();
    interceptor.configure(Map.of(AcknowledgedResults.JOB, job));
    return interceptor;
  }

  private static void acknowledge(
      AcknowledgedResults interceptor, int partition, long offset, Exception failure) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("pipeline", "p".getBytes(UTF_8));
    interceptor.onAcknowledgement(
        new RecordMetadata(new TopicPartition("processed", partition), offset, 0, 0, 0, 0),
        failure,
        headers);
  }

  private static RecordPosition at(int partition, long offset) {
    return RecordPosition.newBuilder().setPartition(partition).setOffset(offset).build();
  }

  @Test
  void notesTheNewestPositionOfAPipeline() {
    try (AcknowledgedResults interceptor = interceptor("a");
        ResultPositions.View positions = new KafkaResultPositions("a").open()) {
      assertThat(positions.newest("p")).isEmpty();
      acknowledge(interceptor, 1, 8, null);
      acknowledge(interceptor, 1, 7, null);
      assertThat(positions.newest("p")).contains(at(1, 8));
      acknowledge(interceptor, 1, 9, new IllegalStateException("not acknowledged"));
      acknowledge(interceptor, 1, -1, null);
      assertThat(positions.newest("p")).contains(at(1, 8));
      acknowledge(interceptor, 9, 0, null);
      assertThat(positions.newest("p")).as("after more partitions").contains(at(9, 0));
    }
  }

  @Test
  void jobsAreSeparateAndForgottenWhenTheyEnd() {
    int before = NewestResults.jobs();
    try (AcknowledgedResults a = interceptor("a");
        AcknowledgedResults b = interceptor("b");
        ResultPositions.View ofB = new KafkaResultPositions("b").open()) {
      acknowledge(a, 0, 5, null);
      assertThat(ofB.newest("p")).isEmpty();
      assertThat(NewestResults.jobs()).isEqualTo(before + 2);
    }
    assertThat(NewestResults.jobs()).isEqualTo(before);
  }
}
