package io.darkroom.gateway;

import com.linecorp.armeria.server.healthcheck.SettableHealthChecker;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.TlsConfig;
import io.darkroom.gateway.frames.demand.DemandReports;
import io.darkroom.gateway.frames.feed.Channels;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.RecentFrames;
import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.frames.watch.FrameScaler;
import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.FrameBacklog;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.KafkaHealth;
import io.darkroom.gateway.kafka.TopicSetup;
import io.darkroom.gateway.library.Library;
import io.darkroom.gateway.limits.Bounds;
import io.darkroom.gateway.media.PictureThreads;
import io.darkroom.gateway.pipelines.PipelineWriter;
import io.darkroom.gateway.policy.PolicySource;
import io.darkroom.gateway.presets.PresetWriter;
import io.darkroom.gateway.requests.RequestQueue;
import io.darkroom.gateway.rpc.services.HealthApi;
import io.darkroom.gateway.rpc.system.Build;
import io.darkroom.gateway.sources.SourceFile;
import io.darkroom.gateway.sources.SourceGroup;
import io.darkroom.gateway.sources.SourceRules;
import io.darkroom.gateway.sources.SourceRunner;
import io.darkroom.gateway.sources.SourceVault;
import io.darkroom.gateway.telemetry.health.Checks;
import io.darkroom.gateway.telemetry.health.Checks.Check;
import io.darkroom.gateway.telemetry.health.Dependency;
import io.darkroom.gateway.telemetry.health.FolderCheck;
import io.darkroom.gateway.telemetry.health.Readiness;
import io.darkroom.gateway.telemetry.health.Readiness.Condition;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ReceivedFrames;
import io.darkroom.gateway.tls.Certificates;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.Topic;
import io.darkroom.v1.Source;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The parts of a gateway behind its server. The constructor starts them in order, and registers
 * each with the closer.
 */
final class GatewayParts {

  private static final long CATCH_UP_SECONDS = 20;
  private static final long LEAST_FREE_BYTES = 64L << 20;

  final GatewayConfig config;
  final GatewayMetrics metrics;
  final Bounds bounds;
  final KafkaAddress kafka;
  final KafkaHealth kafkaHealth;
  final Tracing tracing;
  final FollowedTopics following;
  final FramePublisher publisher;
  final DemandReports demand;
  final FrameIntake intake;
  final RequestQueue requests;
  final SourceGroup sources;
  final Library library;
  final FolderCheck disk;
  final HealthApi health;
  final PipelineWriter pipelines;
  final PresetWriter presets;
  final AccessParts access;
  final FrameBacklog backlog;
  final FrameScaler scaler;

  /** Empty if the server does not speak TLS. */
  final Optional<Certificates> certificates;

  /** What gRPC health checks report; updated whenever the dependencies are checked. */
  final SettableHealthChecker serving = new SettableHealthChecker(false);

  private final PolicySource policy;
  private final SourceVault vault;
  private final Closer closer;

  /**
   * @throws DarkroomException if the source file, a certificate, the keyset or a topic is wrong, or
   *     Kafka does not answer
   */
  GatewayParts(GatewayConfig config, SourceRunner runner, SourceRules rules, Closer closer) {
    this.config = config;
    this.closer = closer;
    policy = PolicySource.open(config.access().auth().policy());
    certificates = Optional.of(config.tls()).filter(TlsConfig::enabled).map(Certificates::open);
    vault = SourceVault.open(config.sources().keyset());
    List<Source> defined = config.sources().definitions().map(SourceFile::read).orElse(List.of());
    kafka = new KafkaAddress(config.bootstrapServers(), config.kafkaProperties());
    new TopicSetup(kafka, config.topics(), config.topicSize()).ensure();
    kafkaHealth = closer.add(KafkaHealth.start(kafka, config.topics()));
    metrics = new GatewayMetrics(config.telemetry().streamLabels());
    bounds = new Bounds(config.bounds(), metrics);
    tracing = closer.add(Tracing.open("darkroom-gateway"));
    following = closer.add(followedTopics());
    catchUp(following);
    publisher = framePublisher(FramePublisher.MAX_WAITING_BYTES);
    access = AccessParts.start(this, policy, keyWriter(), closer);
    demand = closer.add(demandReports());
    intake = frameIntake();
    requests =
        RequestQueue.over(
            framePublisher(2 * RequestQueue.MOST_UNDER_WAY_BYTES),
            following.answers()::use,
            metrics,
            config.bounds());
    sources = closer.add(sourceGroup(runner, rules));
    sources.putInPlace(defined);
    library = closer.add(openLibrary());
    disk = new FolderCheck(config.library().videos(), LEAST_FREE_BYTES);
    health = startHealthChecks();
    pipelines = pipelineWriter();
    presets = presetWriter();
    backlog = closer.add(startBacklog());
    scaler = new FrameScaler(PictureThreads.open(), metrics);
  }

  /** The channels of frames that callers can watch. */
  Channels channels() {
    return following.channels(demand, scaler);
  }

  private FollowedTopics followedTopics() {
    return new FollowedTopics(
        kafka,
        config.topics(),
        metrics,
        tracing,
        config.maxPendingRequests(),
        config.requestDeadline(),
        config.telemetry().jobGroupId());
  }

  private static void catchUp(FollowedTopics following) {
    try {
      following.start().orTimeout(CATCH_UP_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "kafka: topics not read after %d s (expected: all read). Check the brokers and restart."
              .formatted(CATCH_UP_SECONDS),
          e);
    }
  }

  private FramePublisher framePublisher(long maxWaitingBytes) {
    return closer.add(
        new FramePublisher(kafka, config.topics(), kafkaHealth, metrics, tracing, maxWaitingBytes));
  }

  private ControlWriter keyWriter() {
    return controlWriter(config.topics().keys(), following.keys()::readTo);
  }

  private DemandReports demandReports() {
    Topic topic = config.topics().pipelineDemand();
    String key = UUID.randomUUID().toString();
    return DemandReports.start(
        following.registry(),
        following.pipelines(),
        report -> publisher.put(topic, key, report.toByteArray()));
  }

  private FrameIntake frameIntake() {
    return new FrameIntake(
        frame -> publisher.publish(frame).thenApply(FramePublisher::positionOf),
        config.limits(),
        metrics,
        new ReceivedFrames(tracing),
        new RecentFrames(following.earlierFrames()),
        new StreamSequences(Clock.systemUTC()));
  }

  private SourceGroup sourceGroup(SourceRunner runner, SourceRules rules) {
    ControlWriter definitions =
        controlWriter(config.topics().sources(), following.sources()::readTo);
    return new SourceGroup(
        new SourceGroup.Site(
            config.sources().gatewayId(),
            kafka,
            config.topics(),
            frame -> intake.publishNew(frame, FrameOrigin.SOURCE),
            publisher,
            definitions,
            following.registry(),
            metrics,
            vault,
            bounds.sources()),
        following.sources(),
        following.sourceStatuses(),
        runner,
        rules);
  }

  private PipelineWriter pipelineWriter() {
    return new PipelineWriter(
        following.pipelines(),
        controlWriter(config.topics().pipelines(), following.pipelines()::readTo),
        bounds);
  }

  private PresetWriter presetWriter() {
    return new PresetWriter(
        following.presets(),
        controlWriter(config.topics().presets(), following.presets()::readTo),
        bounds.presets());
  }

  private ControlWriter controlWriter(Topic topic, ControlWriter.Reader reader) {
    return closer.add(new ControlWriter(kafka, topic, kafkaHealth, reader));
  }

  private Library openLibrary() {
    LibraryConfig files = config.library();
    return Library.open(files.videos(), files.uploads(), files.images(), config.limits());
  }

  private HealthApi startHealthChecks() {
    Map<Dependency, Check> checks = new LinkedHashMap<>();
    checks.put(new Dependency("job"), following.catalogue()::problem);
    checks.put(new Dependency("library"), disk);
    certificates.ifPresent(read -> checks.put(new Dependency("tls"), read));
    if (config.access().auth().policy().isPresent()) {
      checks.put(new Dependency("policy"), policy);
    }
    if (tracing.enabled()) {
      checks.put(new Dependency("otlp"), tracing::exportProblem);
    }
    HealthApi api = healthApi(checks.keySet());
    closer.add(Checks.start(checks, () -> serving.setHealthy(api.readiness().missing().isEmpty())));
    return api;
  }

  private HealthApi healthApi(Set<Dependency> checked) {
    Stream<Condition> own =
        Stream.of(
            new Condition("kafka", kafkaHealth.brokers()::isUp),
            new Condition("topics", kafkaHealth.topics()::isUp),
            new Condition("job", following.catalogue()::isFresh));
    return new HealthApi(
        new Readiness(Stream.concat(own, following.conditions().stream()).toList()),
        Stream.concat(Stream.of(kafkaHealth.brokers(), kafkaHealth.topics()), checked.stream())
            .toList(),
        following.catalogue(),
        Build.read(),
        Instant.now(),
        config.isOpen());
  }

  private FrameBacklog startBacklog() {
    String frames = config.topics().frames().name();
    String job = config.telemetry().jobGroupId();
    return FrameBacklog.start(kafka, frames, job, FrameBacklog.PERIOD);
  }
}
