package io.darkroom.topic;

import io.darkroom.error.DarkroomException;
import io.darkroom.frame.ImageLimits;
import java.io.Serializable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The names and configuration of all topics: the public contract between producers, the gateway,
 * the job and consumers.
 *
 * @param prefix the part before the dot in every topic name
 * @param retention retention of raw frames, used when their topic is created
 * @param partitions number of partitions of topics that grow with the number of streams, used when
 *     they are created
 */
public record Topics(String prefix, FrameRetention retention, int partitions)
    implements Serializable {

  public static final String DEFAULT_PREFIX = "darkroom";

  /** Header with the type of the value, see {@link io.darkroom.frame.ContentType}. */
  public static final String CONTENT_TYPE = "content-type";

  public static final String TRACEPARENT = "traceparent";
  public static final String TRACESTATE = "tracestate";
  public static final String BAGGAGE = "baggage";

  /** Maximum size of a record: the largest image and its envelope. */
  public static final int MAX_RECORD_BYTES = ImageLimits.DEFAULT.maxBytes() + (64 << 10);

  /** Default of {@link #partitions}, for one broker. */
  public static final int PARTITIONS = 8;

  private static final int SOURCE_PARTITIONS = 32;
  private static final Duration REJECT_RETENTION = Duration.ofDays(7);
  private static final Duration STATUS_RETENTION = Duration.ofMinutes(10);
  private static final Duration DEMAND_RETENTION = Duration.ofMinutes(10);
  private static final Duration AUDIT_RETENTION = Duration.ofDays(365);
  private static final Duration STREAM_STATUS_RETENTION = Duration.ofDays(1);

  /** Maximum size of a record in topics with small records. */
  public static final int MAX_SMALL_RECORD_BYTES = 1 << 20;

  public Topics {
    if (!prefix.matches("[A-Za-z0-9._-]{1,200}")) {
      throw DarkroomException.invalid(
          "topic-prefix",
          "topic-prefix: \"%s\" (expected: letters, digits, '.', '_' or '-'). Choose another."
              .formatted(prefix));
    }
  }

  /** Uses the default retention and partitions. */
  public Topics(String prefix) {
    this(prefix, FrameRetention.FRAMES);
  }

  /** Uses the default partitions. */
  public Topics(String prefix, FrameRetention retention) {
    this(prefix, retention, PARTITIONS);
  }

  /** Returns a copy with another number of partitions. */
  public Topics withPartitions(int number) {
    return new Topics(prefix, retention, number);
  }

  /** Raw frames, keyed by stream. */
  public Topic frames() {
    return frameTopic(TopicContent.FRAMES, retention);
  }

  /** Processed frames, keyed by pipeline. */
  public Topic processed() {
    return frameTopic(TopicContent.PROCESSED, FrameRetention.PROCESSED);
  }

  /** Frames that ask for one answer, keyed by session, or by request id if they have no session. */
  public Topic requests() {
    return frameTopic(TopicContent.REQUESTS, FrameRetention.REQUESTS);
  }

  /** Outcomes of requests, keyed by request id. */
  public Topic answers() {
    return frameTopic(TopicContent.ANSWERS, FrameRetention.REQUESTS);
  }

  /** Cancelled requests, keyed by request id; records have no value. */
  public Topic cancellations() {
    return topic(
        TopicContent.CANCELLATIONS,
        1,
        Map.of(
            "cleanup.policy",
            "delete",
            "retention.ms",
            Long.toString(FrameRetention.REQUESTS.age().toMillis())));
  }

  /** Reasons why frames gave no result, keyed by stream. */
  public Topic rejects() {
    return topic(
        TopicContent.REJECTS,
        partitions,
        Map.of(
            "cleanup.policy",
            "delete",
            "retention.ms",
            Long.toString(REJECT_RETENTION.toMillis())));
  }

  /** Pipeline timelines, keyed by pipeline. One partition, so that changes are totally ordered. */
  public Topic pipelines() {
    return topic(TopicContent.PIPELINES, 1, Map.of("cleanup.policy", "compact"));
  }

  /** Filters and status of running jobs, keyed by the job's consumer group. */
  public Topic catalog() {
    return topic(TopicContent.CATALOG, 1, Map.of("cleanup.policy", "compact"));
  }

  /**
   * Definitions of sources, keyed by source. The partitions are assigned to gateways; each gateway
   * fetches the sources of its partitions.
   */
  public Topic sources() {
    return topic(TopicContent.SOURCES, SOURCE_PARTITIONS, Map.of("cleanup.policy", "compact"));
  }

  /** Named chains that all users share, keyed by preset. */
  public Topic presets() {
    return topic(TopicContent.PRESETS, 1, Map.of("cleanup.policy", "compact"));
  }

  /** API keys and their last use. One partition, so that changes are totally ordered. */
  public Topic keys() {
    return topic(TopicContent.KEYS, 1, Map.of("cleanup.policy", "compact"));
  }

  /** Changes of control state and refused calls, keyed by caller. */
  public Topic audit() {
    return topic(
        TopicContent.AUDIT,
        1,
        Map.of(
            "cleanup.policy", "delete", "retention.ms", Long.toString(AUDIT_RETENTION.toMillis())));
  }

  /** Status of sources, keyed by source; outdated records are deleted. */
  public Topic sourceStatus() {
    return topic(
        TopicContent.SOURCE_STATUS,
        1,
        Map.of(
            "cleanup.policy",
            "compact,delete",
            "retention.ms",
            Long.toString(STATUS_RETENTION.toMillis()),
            "segment.ms",
            Long.toString(STATUS_RETENTION.toMillis())));
  }

  /**
   * What the job sees of each stream, keyed by stream, partition and job. Streams that have ended
   * are forgotten after a day. Short segments, so that Kafka compacts early and a gateway reads
   * little when it starts.
   */
  public Topic streamStatus() {
    return topic(
        TopicContent.STREAM_STATUS,
        1,
        Map.of(
            "cleanup.policy",
            "compact,delete",
            "retention.ms",
            Long.toString(STREAM_STATUS_RETENTION.toMillis()),
            "segment.ms",
            "60000",
            "segment.bytes",
            Integer.toString(16 << 20),
            "min.cleanable.dirty.ratio",
            "0.2"));
  }

  /**
   * The on-demand pipelines that are used through each gateway, keyed by the gateway's process.
   * Short segments, so that a task reads little when it starts.
   */
  public Topic pipelineDemand() {
    return topic(
        TopicContent.PIPELINE_DEMAND,
        1,
        Map.of(
            "cleanup.policy",
            "compact,delete",
            "retention.ms",
            Long.toString(DEMAND_RETENTION.toMillis()),
            "segment.ms",
            Long.toString(DEMAND_RETENTION.toMillis()),
            "segment.bytes",
            Integer.toString(16 << 20)));
  }

  /**
   * Log levels and trace ratios of gateways and jobs that operators change at run time. One
   * partition.
   */
  public Topic settings() {
    return topic(TopicContent.SETTINGS, 1, Map.of("cleanup.policy", "compact"));
  }

  /** Returns the topics that the job reads or writes. */
  public List<Topic> ofTheJob() {
    return List.of(
        frames(),
        processed(),
        rejects(),
        requests(),
        answers(),
        cancellations(),
        pipelines(),
        catalog(),
        streamStatus(),
        pipelineDemand(),
        settings());
  }

  /** Returns the topics that have {@link #partitions} when they are created. */
  public List<Topic> growing() {
    return List.of(frames(), processed(), requests(), answers(), rejects());
  }

  public List<Topic> all() {
    return Stream.concat(
            ofTheJob().stream(), Stream.of(sources(), sourceStatus(), presets(), keys(), audit()))
        .toList();
  }

  private Topic frameTopic(TopicContent content, FrameRetention kept) {
    Map<String, String> settings = new HashMap<>(kept.settings());
    settings.put("cleanup.policy", "delete");
    settings.put("max.message.bytes", Integer.toString(MAX_RECORD_BYTES));
    return topic(content, partitions, settings);
  }

  /**
   * Every topic uses the broker's clock for timestamps. Topics are stored uncompressed: the broker
   * checks the size of a batch as stored, so a small compressed batch cannot expand to gigabytes in
   * a consumer.
   */
  private Topic topic(TopicContent content, int partitions, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.putIfAbsent("max.message.bytes", Integer.toString(MAX_SMALL_RECORD_BYTES));
    all.put("compression.type", "uncompressed");
    all.put("message.timestamp.type", "LogAppendTime");
    return new Topic(prefix + "." + content.suffix(), content, partitions, all);
  }
}
