package io.darkroom.local;

import io.darkroom.client.GatewayClient;
import io.darkroom.client.ServerTrust;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.Engines;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.config.TelemetryConfig;
import io.darkroom.gateway.config.TelemetryConfig.ClientAddress;
import io.darkroom.gateway.config.TlsConfig;
import io.darkroom.image.OpenCv;
import io.darkroom.job.JobConfig;
import io.darkroom.job.PluginFolder;
import io.darkroom.local.tls.LocalCertificates;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs broker, gateway, Flink, the job and the demo in one process. {@link #close} stops them in
 * reverse order.
 */
public final class LocalStack implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalStack.class);

  private static final Executor CLOSING = task -> new Thread(task, "darkroom-close").start();
  private static final List<String> PRIVATE_NETWORKS =
      List.of(
          "localhost",
          "127.0.0.0/8",
          "::1/128",
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "fc00::/7");

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private EmbeddedBroker broker;
  private String bootstrapServers;
  private Gateway gateway;
  private EmbeddedFlink flink;
  private JobID job;
  private LocalOptions options;

  private LocalStack() {}

  /**
   * Starts the stack; returns when the gateway is ready and the job is submitted.
   *
   * @param progress receives the name of each step
   */
  public static LocalStack start(LocalOptions options, Consumer<String> progress) throws Exception {
    LocalStack stack = new LocalStack();
    try {
      stack.startAll(options, progress);
      return stack;
    } catch (Exception | Error e) {
      stack.close();
      throw e;
    }
  }

  private void startAll(LocalOptions wanted, Consumer<String> progress) throws Exception {
    options = wanted;
    requireEngine(options.engine());
    if (options.tls().isPresent()) {
      options.tls().get().ensure(options.names());
    }
    if (!options.keyset().exists()) {
      options.keyset().create();
    }
    progress.accept("Flink");
    CompletableFuture<EmbeddedFlink> startingFlink = startFlink(options);
    try {
      startKafka(options, progress);
      progress.accept("gateway");
      gateway = keep(Gateway.start(gatewayConfig(options)));
    } finally {
      flink = keep(startingFlink.join());
    }
    progress.accept("job");
    startJob();
    if (options.demo()) {
      progress.accept("demo");
      keep(Demo.start(client()));
    }
  }

  /** Runs in parallel to the other steps: only the job needs Kafka and the gateway. */
  private static CompletableFuture<EmbeddedFlink> startFlink(LocalOptions options) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Path tmp = Files.createDirectories(options.data().resolve("tmp"));
            OpenCv.load();
            return EmbeddedFlink.start(
                tmp, options.flinkPort(), options.metricsPorts(), options.parallelism());
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private void startKafka(LocalOptions options, Consumer<String> progress) throws Exception {
    if (options.externalKafka().isPresent()) {
      bootstrapServers = options.externalKafka().get();
      return;
    }
    progress.accept("Kafka");
    Path folder = Files.createDirectories(options.data().resolve("kafka"));
    broker = keep(EmbeddedBroker.start(folder, options.kafkaPort()));
    bootstrapServers = broker.bootstrapServers();
  }

  /** Allows sources in private networks, because developers' cameras usually are. */
  private GatewayConfig gatewayConfig(LocalOptions options) {
    return GatewayConfig.of(bootstrapServers, options.host(), options.port())
        .with(options.access())
        .with(
            new Topics(Topics.DEFAULT_PREFIX, options.retention()),
            new TopicSize(options.partitions(), OptionalInt.empty()))
        .with(
            new SourceConfig("", Optional.empty(), PRIVATE_NETWORKS)
                .withKeyset(options.keyset().path()),
            new LibraryConfig(
                options.data().resolve("videos"),
                options.data().resolve("images"),
                LibraryConfig.DEFAULT.maxUploadBytes()))
        .with(
            new TelemetryConfig(
                TelemetryConfig.DEFAULT.streamLabels(), List.of(), true, ClientAddress.FULL))
        .with(options.tls().map(LocalCertificates::config).orElse(TlsConfig.NONE));
  }

  private JobConfig jobConfig(LocalOptions options) {
    return JobConfig.local(
        bootstrapServers,
        new Topics(Topics.DEFAULT_PREFIX),
        new PluginFolder(options.plugins()).jars(),
        options.parallelism(),
        OperatorOptions.DEFAULT.withEngine(options.engine()));
  }

  /** Reports an unavailable engine before the job fails because of it. */
  private static void requireEngine(Accelerator engine) {
    if (engine == Accelerator.CUDA) {
      ClassLoader loader = LocalStack.class.getClassLoader();
      Engines.load(loader)
          .open(engine, FilterCatalogue.load(loader), EngineSite.anywhere())
          .engine()
          .close();
    }
  }

  public String url() {
    String scheme = options.tls().isPresent() ? "https" : "http";
    return scheme + "://" + options.reachableHost() + ":" + gateway.port();
  }

  /** Creates a client that trusts the gateway's certificate, and may do everything. */
  public GatewayClient client() throws IOException {
    ServerTrust trust =
        options.tls().isPresent()
            ? ServerTrust.authoritiesIn(options.tls().get().ca())
            : ServerTrust.KNOWN_AUTHORITIES;
    Optional<Path> key = options.access().auth().adminKey();
    return new GatewayClient(
        url(),
        trust,
        key.isPresent() ? Optional.of(Files.readString(key.get()).strip()) : Optional.empty());
  }

  /** The job's id; distinguishes its catalogue from that of an earlier job. */
  public String jobId() {
    return job.toHexString();
  }

  public String flinkUrl() {
    return "http://" + LocalOptions.LOCALHOST + ":" + flink.port();
  }

  public String bootstrapServers() {
    return bootstrapServers;
  }

  void startJob() throws Exception {
    job = flink.submit(jobConfig(options));
  }

  void stopJob() throws Exception {
    flink.cancel(job);
  }

  EmbeddedBroker broker() {
    return broker;
  }

  private <T extends AutoCloseable> T keep(T part) {
    running.push(part);
    return part;
  }

  /** Closes Flink and the gateway at the same time: both need only the broker. */
  @Override
  public void close() {
    List<CompletableFuture<Void>> closing = new ArrayList<>();
    while (!running.isEmpty()) {
      AutoCloseable part = running.pop();
      if (part == flink || part == gateway) {
        closing.add(CompletableFuture.runAsync(() -> close(part), CLOSING));
      } else {
        closing.forEach(CompletableFuture::join);
        close(part);
      }
    }
    closing.forEach(CompletableFuture::join);
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOG.warn("{}: did not close cleanly", part.getClass().getSimpleName(), e);
    }
  }
}
