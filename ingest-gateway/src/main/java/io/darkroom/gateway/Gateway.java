package io.darkroom.gateway;

import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.FrameBacklog;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.KafkaHealth;
import io.darkroom.gateway.kafka.TopicSetup;
import io.darkroom.gateway.library.Library;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.pipelines.PipelineWriter;
import io.darkroom.gateway.requests.RequestQueue;
import io.darkroom.gateway.rpc.services.HealthApi;
import io.darkroom.gateway.rpc.system.Build;
import io.darkroom.gateway.sources.SourceFile;
import io.darkroom.gateway.sources.SourceGroup;
import io.darkroom.gateway.sources.SourceRules;
import io.darkroom.gateway.sources.SourceRunner;
import io.darkroom.gateway.sources.pull.Pulls;
import io.darkroom.gateway.telemetry.health.Checks;
import io.darkroom.gateway.telemetry.health.Checks.Check;
import io.darkroom.gateway.telemetry.health.Dependency;
import io.darkroom.gateway.telemetry.health.FolderCheck;
import io.darkroom.gateway.telemetry.health.Readiness;
import io.darkroom.gateway.telemetry.health.Readiness.Condition;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ReceivedFrames;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.v1.Source;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: one server on one port between callers and Kafka. Thread-safe. Closing drains
 * it and ends everything it started, within 5 seconds.
 */
public final class Gateway implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Gateway.class);
  private static final long CATCH_UP_SECONDS = 20;
  private static final long LEAST_FREE_BYTES = 64L << 20;

  /** What was started, the newest first. */
  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  private final SourceRunner runner;
  private final SourceRules rules;
  private Server server;
  private int port;

  private Gateway(SourceRunner runner, SourceRules rules) {
    this.runner = runner;
    this.rules = rules;
  }

  /**
   * Makes sure of the topics, reads what they hold, and serves.
   *
   * @throws DarkroomException where Kafka does not answer, a topic is wrong or the port is taken
   */
  public static Gateway start(GatewayConfig config) {
    Pulls pulls = new Pulls(config.sources(), config.library(), config.limits());
    return start(config, pulls, pulls);
  }

  /** With something else to fetch by. */
  public static Gateway start(GatewayConfig config, SourceRunner runner, SourceRules rules) {
    Gateway gateway = new Gateway(runner, rules);
    try {
      gateway.open(config);
      return gateway;
    } catch (RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private void open(GatewayConfig config) {
    List<Source> defined = config.sources().definitions().map(SourceFile::read).orElse(List.of());
    KafkaAddress kafka = new KafkaAddress(config.bootstrapServers(), config.kafkaProperties());
    new TopicSetup(kafka, config.topics(), config.replicationFactor()).ensure();
    KafkaHealth kafkaHealth = closing(KafkaHealth.start(kafka, config.topics()));
    GatewayMetrics metrics = new GatewayMetrics(config.telemetry().streamLabels());
    Tracing tracing = closing(Tracing.open("darkroom-gateway"));
    FollowedTopics following =
        closing(
            new FollowedTopics(
                kafka,
                config.topics(),
                metrics,
                tracing,
                config.maxPendingRequests(),
                config.telemetry().jobGroupId()));
    catchUp(following);
    FramePublisher publisher =
        closing(
            new FramePublisher(
                kafka,
                config.topics(),
                kafkaHealth,
                metrics,
                tracing,
                FramePublisher.MAX_WAITING_BYTES));
    FramePublisher requestPublisher =
        closing(
            new FramePublisher(
                kafka,
                config.topics(),
                kafkaHealth,
                metrics,
                tracing,
                2 * RequestQueue.MOST_UNDER_WAY_BYTES));
    RequestQueue requests = RequestQueue.over(requestPublisher, metrics, config.bounds());
    Bounds bounds = new Bounds(config.bounds(), metrics);
    ControlWriter definitions =
        closing(
            new ControlWriter(
                kafka, config.topics().sources(), kafkaHealth, following.sources()::readTo));
    FrameIntake intake = intake(config, following, publisher, tracing);
    SourceGroup sources =
        closing(sources(config, kafka, following, intake, publisher, definitions, bounds));
    sources.putInPlace(defined);
    LibraryConfig files = config.library();
    Library library =
        closing(Library.open(files.videos(), files.uploads(), files.images(), config.limits()));
    Dependency job = new Dependency("job");
    Dependency folder = new Dependency("library");
    Dependency otlp = new Dependency("otlp");
    FolderCheck disk = new FolderCheck(files.videos(), LEAST_FREE_BYTES);
    SettableHealthChecker serving = new SettableHealthChecker(false);
    Map<Dependency, Check> checks = new LinkedHashMap<>();
    checks.put(job, following.catalogue()::problem);
    checks.put(folder, disk);
    if (tracing.enabled()) {
      checks.put(otlp, tracing::exportProblem);
    }
    HealthApi health = health(kafkaHealth, following, checks.keySet());
    closing(Checks.start(checks, () -> serving.setHealthy(health.readiness().missing().isEmpty())));
    ControlWriter pipelines =
        closing(
            new ControlWriter(
                kafka, config.topics().pipelines(), kafkaHealth, following.pipelines()::readTo));
    server =
        new GatewayServer(
                config,
                bounds,
                following,
                publisher,
                intake,
                new PipelineWriter(following.pipelines(), pipelines, bounds),
                requests,
                sources,
                library,
                health,
                serving,
                tracing)
            .build();
    closing(() -> server.stop().join());
    Gauges gauges = new Gauges(metrics);
    closing(gauges.process());
    gauges.of(kafkaHealth);
    gauges.of(following);
    gauges.of(publisher);
    gauges.of(requests, config.bounds().pendingRequestBytes());
    gauges.of(sources.reports());
    gauges.of(disk);
    gauges.of(library.uploads());
    gauges.of(closing(backlog(config, kafka)));
    gauges.of(config.telemetry().certificates());
    gauges.of(server);
    gauges.of(tracing);
    gauges.lines();
    listen(config);
  }

  private static FrameBacklog backlog(GatewayConfig config, KafkaAddress kafka) {
    String frames = config.topics().frames().name();
    String job = config.telemetry().jobGroupId();
    return FrameBacklog.start(kafka, frames, job, FrameBacklog.PERIOD);
  }

  private static void catchUp(FollowedTopics following) {
    try {
      following.start().orTimeout(CATCH_UP_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "kafka: topics not read after %d s (expected: sooner). Check the brokers and start again."
              .formatted(CATCH_UP_SECONDS),
          e);
    }
  }

  private static FrameIntake intake(
      GatewayConfig config, FollowedTopics following, FramePublisher publisher, Tracing tracing) {
    return new FrameIntake(
        frame -> publisher.publish(frame).thenApply(FramePublisher::positionOf),
        config.limits(),
        following.metrics(),
        new ReceivedFrames(tracing),
        following.recentFrames(),
        new StreamSequences(Clock.systemUTC()));
  }

  private SourceGroup sources(
      GatewayConfig config,
      KafkaAddress kafka,
      FollowedTopics following,
      FrameIntake intake,
      FramePublisher publisher,
      ControlWriter definitions,
      Bounds bounds) {
    return new SourceGroup(
        new SourceGroup.Site(
            config.sources().gatewayId(),
            kafka,
            config.topics(),
            frame -> intake.publishNew(frame, FrameOrigin.SOURCE),
            publisher,
            definitions,
            following.registry(),
            following.metrics(),
            bounds.sources()),
        following.sources(),
        following.sourceStatuses(),
        runner,
        rules);
  }

  private static HealthApi health(
      KafkaHealth kafka, FollowedTopics following, Set<Dependency> checked) {
    Readiness readiness =
        new Readiness(
            Stream.concat(
                    Stream.of(
                        new Condition("kafka", kafka.brokers()::isUp),
                        new Condition("topics", kafka.topics()::isUp),
                        new Condition("job", following.catalogue()::isFresh)),
                    following.conditions().stream())
                .toList());
    return new HealthApi(
        readiness,
        Stream.concat(Stream.of(kafka.brokers(), kafka.topics()), checked.stream()).toList(),
        following.catalogue(),
        Build.read(),
        Instant.now());
  }

  private void listen(GatewayConfig config) {
    try {
      server.start().join();
      port = server.activeLocalPort();
    } catch (CompletionException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "port: %d (expected: one that is free). Choose another with --port: %s"
              .formatted(config.port(), e.getCause().getMessage()),
          e);
    }
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  private <T extends AutoCloseable> T closing(T resource) {
    started.push(resource);
    return resource;
  }

  @Override
  public void close() {
    while (!started.isEmpty()) {
      closeQuietly(started.pop());
    }
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      log.warn("closing failed", e);
    }
  }
}
