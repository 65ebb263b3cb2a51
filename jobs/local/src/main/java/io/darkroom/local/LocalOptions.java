package io.darkroom.local;

import io.darkroom.definition.Accelerator;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.secrets.KeysetFile;
import io.darkroom.local.tls.LocalCertificates;
import io.darkroom.topic.FrameRetention;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

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
 * @param tls certificates of the page and the API; empty for plain HTTP
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
    FrameRetention retention,
    Optional<LocalCertificates> tls) {

  private static final String ANY_NAME = "*";

  /** The address of Kafka and Flink, and by default of the page and the API. */
  public static final String LOCALHOST = "localhost";

  /** Uses the default topics and plain HTTP, and serves this machine only. */
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
        FrameRetention.LOCAL,
        Optional.empty());
  }

  /** The keys that encrypt passwords in Kafka; created at the first start. */
  KeysetFile keyset() {
    return new KeysetFile(data.resolve("keyset.json"));
  }

  /** Names besides localhost under which the page and the API are called. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(access.hosts());
    names.remove(ANY_NAME);
    if (!listensEverywhere()) {
      names.add(host);
    }
    return names;
  }

  /** The host by which this machine reaches the page and the API. */
  String reachableHost() {
    return listensEverywhere() ? LOCALHOST : host;
  }

  private boolean listensEverywhere() {
    return new InetSocketAddress(host, 0).getAddress().isAnyLocalAddress();
  }
}
