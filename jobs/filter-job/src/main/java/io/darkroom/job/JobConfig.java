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
 * Everything that the job needs to know, read once.
 *
 * @param kafkaProperties given to every Kafka client, for security and tuning
 * @param groupId under which read positions are committed
 * @param startFrom where to read frames from when no checkpoint is restored
 * @param pluginJars file name → URI of each jar with filters, shipped to every task
 * @param parallelism of source, filters and sinks; more than the topic has partitions idle
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

  /** Where to read frames from when no checkpoint is restored. */
  public enum StartFrom {
    /** Where the group left off; a new group begins with the oldest frame still there. */
    COMMITTED,
    EARLIEST,
    LATEST
  }

  public JobConfig {
    kafkaProperties = new TreeMap<>(kafkaProperties);
    pluginJars = new TreeMap<>(pluginJars);
    operator = operator.withPlugins(List.copyOf(pluginJars.keySet()));
  }

  /** For one machine: the given broker and the defaults of everything else. */
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

  /** By default requests take no more than half of the threads that live frames have. */
  static int requestParallelism(int parallelism) {
    return Math.max(1, parallelism / 2);
  }

  /** What every Kafka client of the job is given. */
  Properties clientProperties() {
    Properties properties = new Properties();
    properties.putAll(kafkaProperties);
    properties.setProperty("bootstrap.servers", bootstrapServers);
    return properties;
  }

  /** For topics that gateways change in transactions: what was begun and given up is not there. */
  Properties controlProperties() {
    Properties properties = clientProperties();
    properties.setProperty("isolation.level", "read_committed");
    return properties;
  }
}
