package io.darkroom.local;

import io.darkroom.definition.Accelerator;
import io.darkroom.topic.FrameRetention;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The options of the local stack.
 *
 * @param port the port of the page and the API; for each port, 0 picks a free one
 * @param externalKafka bootstrap servers of an existing broker, used instead of an embedded one
 * @param metricsPorts the port, or port range, of Flink's Prometheus reporter
 * @param data the folder for all data that survives a restart
 * @param plugins the folder of jars with filters; may be missing
 * @param demo whether to publish a synthetic camera and sample images
 * @param partitions of topics that are created
 * @param retention of frames if their topic is created
 */
public record LocalOptions(
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

  /** Uses the default topics. */
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
