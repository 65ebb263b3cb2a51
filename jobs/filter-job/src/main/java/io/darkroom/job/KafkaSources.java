package io.darkroom.job;

import io.darkroom.operator.FrameRecord;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Builds the job's Kafka sources. */
final class KafkaSources {

  private KafkaSources() {}

  /** If the committed offset is gone, continues at the oldest frame and counts the lost frames. */
  static LossCountingSource frames(JobConfig config) {
    FrameDeserializer deserializer = new FrameDeserializer(true);
    KafkaSource<FrameRecord> frames =
        frames(
            config,
            config.topics().frames(),
            config.groupId(),
            startingOffsets(config.startFrom()),
            deserializer);
    return new LossCountingSource(
        frames, deserializer, config.clientProperties(), config.groupId());
  }

  /** A new group starts at the oldest request; requests past their deadline are dropped anyway. */
  static KafkaSource<FrameRecord> requests(JobConfig config) {
    return frames(
        config,
        config.topics().requests(),
        config.groupId() + "-requests",
        startingOffsets(JobConfig.StartFrom.COMMITTED),
        new FrameDeserializer(false));
  }

  private static KafkaSource<FrameRecord> frames(
      JobConfig config,
      Topic topic,
      String groupId,
      OffsetsInitializer start,
      FrameDeserializer deserializer) {
    return KafkaSource.<FrameRecord>builder()
        .setProperties(config.clientProperties())
        .setTopics(topic.name())
        .setGroupId(groupId)
        .setClientIdPrefix(config.groupId() + "-" + topic.name())
        .setStartingOffsets(start)
        .setDeserializer(deserializer)
        .setProperty("fetch.min.bytes", "1")
        .setProperty("fetch.max.bytes", Integer.toString(4 * Topics.MAX_RECORD_BYTES))
        .setProperty("max.partition.fetch.bytes", Integer.toString(Topics.MAX_RECORD_BYTES))
        // Few per poll: each frame that waits in the source adds latency.
        .setProperty("max.poll.records", "16")
        .setProperty("receive.buffer.bytes", Integer.toString(1 << 20))
        .setProperty("partition.discovery.interval.ms", "2000")
        .build();
  }

  private static OffsetsInitializer startingOffsets(JobConfig.StartFrom startFrom) {
    return switch (startFrom) {
      case COMMITTED -> OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
      case EARLIEST -> OffsetsInitializer.earliest();
      case LATEST -> new OldestOnReset(OffsetsInitializer.latest());
    };
  }
}
