package io.darkroom.local;

import io.darkroom.definition.Accelerator;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the local stack is started.
 *
 * @param port of the page and the API; 0 picks a free one, like the other ports
 * @param externalKafka bootstrap servers of a broker to use instead of one of our own
 * @param metricsPorts of Flink's Prometheus reporter, a port or a range
 * @param data folder for everything that outlives the process
 * @param plugins folder of jars with filters; need not be there
 * @param demo whether a synthetic camera and sample images are shown
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
