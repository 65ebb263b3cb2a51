package io.darkroom.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.TraceContext;
import io.darkroom.operator.LogRecord;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.topic.TopicContent;
import io.darkroom.topic.Topics;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class KafkaSinksTest {

  private static final Topics TOPICS = new Topics(Topics.DEFAULT_PREFIX);
  private static final JobConfig CONFIG =
      JobConfig.local("localhost:9092", TOPICS, Map.of(), 1, OperatorOptions.DEFAULT);

  @Test
  void sendsARecordToThePartitionThatItNames() {
    LogRecord byKey = new LogRecord("r-1", new byte[1], TraceContext.NONE);
    LogRecord chosen =
        new LogRecord("r-1", new byte[1], TraceContext.NONE, byKey.headers(), OptionalInt.of(3));
    assertThat(KafkaSinks.toKafka("answers", TopicContent.ANSWERS, byKey).partition()).isNull();
    assertThat(KafkaSinks.toKafka("answers", TopicContent.ANSWERS, chosen).partition())
        .isEqualTo(3);
  }

  @Test
  void onlyProducersOfFramesHaveLargeBatches() {
    assertThat(KafkaSinks.producerProperties(CONFIG, TOPICS.processed()))
        .containsEntry("batch.size", "524288");
    assertThat(KafkaSinks.producerProperties(CONFIG, TOPICS.answers()))
        .containsEntry("batch.size", "524288");
    assertThat(KafkaSinks.producerProperties(CONFIG, TOPICS.streamStatus()))
        .doesNotContainKey("batch.size");
  }
}
