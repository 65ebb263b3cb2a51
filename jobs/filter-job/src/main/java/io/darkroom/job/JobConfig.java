package io.darkroom.job;

import io.darkroom.operator.OperatorOptions;
import io.darkroom.topic.Topics;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * The job's configuration, validated and immutable.
 *
 * @param kafkaProperties passed to every Kafka client, for security and tuning
 * @param groupId the consumer group that offsets are committed to
 * @param startFrom where to start reading frames when no checkpoint is restored
 * @param pluginJars file name → URI of each jar with filters, shipped to every task
 * @param parallelism of source, filters and sinks; subtasks beyond the number of partitions are
 *     idle
 * @param requestParallelism of the lane that answers requests
 */
public record JobConfig(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    Topics topics,
    String groupId,
    StartFrom startFrom,
    DeliveryGuarantee delivery,
    Map<String, String> pluginJars,
    int parallelism,
    int requestParallelism,
    Duration checkpointInterval,
    OperatorOptions operator)
    implements Serializable {

  /** Where to start reading frames when no checkpoint is restored. */
  public enum StartFrom {
    /** The group's committed offset; a new group starts at the oldest frame. */
    COMMITTED,
    EARLIEST,
    LATEST
  }

  public JobConfig {
    kafkaProperties = new TreeMap<>(kafkaProperties);
    pluginJars = new TreeMap<>(pluginJars);
    operator = operator.withPlugins(List.copyOf(pluginJars.keySet()));
  }

  /** A configuration for one machine: the given values, and defaults for the others. */
  public static JobConfig local(
      String bootstrapServers,
      Topics topics,
      Map<String, String> pluginJars,
      int parallelism,
      OperatorOptions operator) {
    return new JobConfig(
        bootstrapServers,
        Map.of(),
        topics,
        "darkroom-filter-job",
        StartFrom.COMMITTED,
        DeliveryGuarantee.AT_LEAST_ONCE,
        pluginJars,
        parallelism,
        requestParallelism(parallelism),
        Duration.ofSeconds(1),
        operator);
  }

  /** The default: half as many threads for requests as for live frames. */
  static int requestParallelism(int parallelism) {
    return Math.max(1, parallelism / 2);
  }

  /** The properties of every Kafka client of the job. */
  Properties clientProperties() {
    Properties properties = new Properties();
    properties.putAll(kafkaProperties);
    properties.setProperty("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /** For topics that gateways write in transactions: records of aborted ones are skipped. */
  Properties controlProperties() {
    Properties properties = clientProperties();
    properties.setProperty("isolation.level", "read_committed");
    return properties;
  }
}
