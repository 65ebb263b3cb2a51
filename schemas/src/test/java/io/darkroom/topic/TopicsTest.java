package io.darkroom.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TopicsTest {

  private final Topics topics = new Topics("studio");

  @Test
  void usesTheBrokersTimeInEveryTopic() {
    assertThat(topics.all())
        .hasSize(16)
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
  void growsTheTopicsOfStreamsAlone() {
    Topics larger = topics.withPartitions(40);
    assertThat(larger.growing())
        .allSatisfy(topic -> assertThat(topic.partitions()).isEqualTo(40))
        .extracting(topic -> topic.content().suffix())
        .containsExactly("frames", "processed", "requests", "answers", "rejects");
    assertThat(larger.all()).filteredOn(topic -> topic.partitions() == 40).hasSize(5);
  }

  @Test
  void hasMoreOfBothOnACluster() {
    assertThat(TopicSize.DEFAULT.partitionsFor(2)).isEqualTo(8);
    assertThat(TopicSize.DEFAULT.replicasFor(2)).isEqualTo((short) 1);
    assertThat(TopicSize.DEFAULT.partitionsFor(3)).isEqualTo(32);
    assertThat(TopicSize.DEFAULT.replicasFor(3)).isEqualTo((short) 3);
    TopicSize asked = new TopicSize(OptionalInt.of(12), OptionalInt.of(2));
    assertThat(asked.partitionsFor(3)).isEqualTo(12);
    assertThat(asked.replicasFor(3)).isEqualTo((short) 2);
  }

  @Test
  void startsNamesWithThePrefix() {
    assertThat(topics.frames().name()).isEqualTo("studio.frames");
    assertThatThrownBy(() -> new Topics("no spaces")).hasMessageContaining("topic-prefix");
  }
}
