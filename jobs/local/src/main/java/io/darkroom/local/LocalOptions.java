package io.darkroom.local;

import io.darkroom.definition.Accelerator;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.topic.FrameRetention;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of the local stack.
 *
 * @param host the address of the page and the API; Kafka and Flink stay on localhost
 * @param access who may call the page and the API
 * @param port the port of the page and the API; for each port, 0 picks a free one
 * @param externalKafka bootstrap servers of an existing broker, used instead of an embedded one
 * @param metricsPorts the port, or port range, of Flink's Prometheus reporter; empty for none
 * @param data the folder for all data that survives a restart
 * @param plugins the folder of jars with filters; may be missing
 * @param demo whether to publish a synthetic camera and sample images
 * @param partitions of topics that are created
 * @param retention of frames if their topic is created
 */
public record LocalOptions(
    String host,
    AccessConfig access,
    int port,
    int flinkPort,
    int kafkaPort,
    Optional<String> externalKafka,
    String metricsPorts,
    Path data,
    Accelerator engine,
    Path plugins,
    int parallelism,
    boolean demo,
    OptionalInt partitions,
    FrameRetention retention) {

  /** The address of Kafka and Flink, and by default of the page and the API. */
  public static final String LOCALHOST = "localhost";

  /** Uses the default topics, and serves this machine only. */
  public LocalOptions(
      int port,
      int flinkPort,
      int kafkaPort,
      Optional<String> externalKafka,
      String metricsPorts,
      Path data,
      Accelerator engine,
      Path plugins,
      int parallelism,
      boolean demo) {
    this(
        LOCALHOST,
        AccessConfig.DEFAULT,
        port,
        flinkPort,
        kafkaPort,
        externalKafka,
        metricsPorts,
        data,
        engine,
        plugins,
        parallelism,
        demo,
        OptionalInt.empty(),
        FrameRetention.LOCAL);
  }
}
