package io.darkroom.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = new Topics("studio");

  @Test
  void usesTheBrokersTimeInEveryTopic() {
    assertThat(topics.all())
        .hasSize(12)
        .allSatisfy(
            topic ->
                assertThat(topic.settings())
                    .containsEntry("message.timestamp.type", "LogAppendTime"));
  }

  @Test
  void limitsTheUncompressedSizeOfRecordsInEveryTopic() {
    assertThat(topics.all())
        .allSatisfy(
            topic ->
                assertThat(topic.settings())
                    .containsEntry("compression.type", "uncompressed")
                    .containsKey("max.message.bytes"));
  }

  @Test
  void usesOnePartitionForTotallyOrderedTopics() {
    assertThat(topics.pipelines().partitions()).isEqualTo(1);
    assertThat(topics.catalog().partitions()).isEqualTo(1);
  }

  @Test
  void startsNamesWithThePrefix() {
    assertThat(topics.frames().name()).isEqualTo("studio.frames");
    assertThatThrownBy(() -> new Topics("no spaces")).hasMessageContaining("topic-prefix");
  }
}
