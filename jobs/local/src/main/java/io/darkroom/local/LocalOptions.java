package io.darkroom.local;

import io.darkroom.definition.Accelerator;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The options of the local stack.
 *
 * @param port the port of the page and the API; for each port, 0 picks a free one
 * @param externalKafka bootstrap servers of an existing broker, used instead of an embedded one
 * @param metricsPorts the port, or port range, of Flink's Prometheus reporter
 * @param data the folder for all data that survives a restart
 * @param plugins the folder of jars with filters; may be missing
 * @param demo whether to publish a synthetic camera and sample images
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
    boolean demo) {}
