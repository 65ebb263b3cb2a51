package io.darkroom.gateway;

import io.darkroom.gateway.frames.feed.AnswerFeed;
import io.darkroom.gateway.frames.feed.Channels;
import io.darkroom.gateway.frames.feed.LoggedFrames;
import io.darkroom.gateway.frames.feed.RejectFeed;
import io.darkroom.gateway.frames.feed.ResultFeed;
import io.darkroom.gateway.frames.feed.StreamFeed;
import io.darkroom.gateway.frames.feed.WatchedTopic;
import io.darkroom.gateway.frames.status.KnownStreams;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.frames.watch.Audience;
import io.darkroom.gateway.frames.watch.FrameScaler;
import io.darkroom.gateway.frames.watch.OnDemand;
import io.darkroom.gateway.identity.KeyStore;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.kafka.LogFollower.Start;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.pipelines.PipelineStore;
import io.darkroom.gateway.presets.PresetStore;
import io.darkroom.gateway.requests.AnswerPartition;
import io.darkroom.gateway.requests.PendingRequests;
import io.darkroom.gateway.resources.SettingStore;
import io.darkroom.gateway.sources.SourceStatuses;
import io.darkroom.gateway.sources.SourceStore;
import io.darkroom.gateway.telemetry.health.Readiness.Condition;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.metrics.GatewaySeries;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.topic.Topic;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Reads the topics that the gateway needs, and holds the state that it builds from them: small
 * control topics as a whole; of the topics of frames and answers only the partitions that its own
 * callers need. Must be closed.
 */
final class FollowedTopics implements AutoCloseable {

  private final KafkaAddress kafka;
  private final Topics topics;
  private final GatewayMetrics metrics;
  private final Tracing tracing;
  private final ResultTraces traces;
  private final Duration requestDeadline;
  private final PipelineStore pipelines = new PipelineStore();
  private final SourceStore sources = new SourceStore();
  private final PresetStore presets = new PresetStore();
  private final KeyStore keys = new KeyStore();
  private final SourceStatuses sourceStatuses = new SourceStatuses(System::nanoTime);
  private final Catalogue catalogue;
  private final SettingStore settings;
  private final KnownStreams reports;
  private final StreamRegistry registry;
  private final PendingRequests pending;
  private final WatchedTopic frames;
  private final WatchedTopic results;
  private final LoggedFrames earlierFrames;
  private final List<LogFollower> followers = new CopyOnWriteArrayList<>();
  private AnswerPartition answers;

  FollowedTopics(
      KafkaAddress kafka,
      Topics topics,
      GatewayMetrics metrics,
      Tracing tracing,
      int maxPendingRequests,
      Duration requestDeadline,
      String jobGroup) {
    this.kafka = kafka;
    this.topics = topics;
    this.pending = new PendingRequests(maxPendingRequests);
    this.requestDeadline = requestDeadline;
    this.metrics = metrics;
    this.tracing = tracing;
    this.traces = new ResultTraces(tracing);
    this.catalogue = new Catalogue(System::nanoTime, jobGroup);
    this.settings = new SettingStore(tracing);
    this.reports = new KnownStreams(jobGroup, metrics, traces, System::nanoTime);
    this.registry =
        new StreamRegistry(
            reports,
            pipelines,
            new Audience(this::streamsWatched),
            new Audience(this::pipelinesWatched),
            metrics);
    this.frames =
        new WatchedTopic(
            kafka,
            topics.frames().name(),
            new StreamFeed(registry),
            registry.streamAudience(),
            registry.framePositions(),
            metrics);
    this.results =
        new WatchedTopic(
            kafka,
            topics.processed().name(),
            new ResultFeed(registry, traces),
            registry.pipelineAudience(),
            registry.resultPositions(),
            metrics);
    this.earlierFrames = new LoggedFrames(frames.lookup(), registry::newestReport);
  }

  private void streamsWatched() {
    frames.reader().changed();
  }

  private void pipelinesWatched() {
    results.reader().changed();
  }

  /**
   * Starts to read the topics. The future completes when all records that the control topics held
   * have been read, and answers can be received.
   */
  CompletableFuture<Void> start() {
    frames.start();
    results.start();
    AnswerFeed feed = new AnswerFeed(pending, traces, metrics);
    answers = new AnswerPartition(kafka, topics, feed, requestDeadline.plusSeconds(5), metrics);
    if (tracing.enabled()) {
      follow(topics.rejects(), Start.END, new RejectFeed(traces));
    }
    return CompletableFuture.allOf(
        follow(topics.pipelines(), Start.BEGINNING, pipelines),
        follow(topics.catalog(), Start.BEGINNING, catalogue),
        follow(topics.sources(), Start.BEGINNING, sources),
        follow(topics.presets(), Start.BEGINNING, presets),
        follow(topics.keys(), Start.BEGINNING, keys),
        follow(topics.settings(), Start.BEGINNING, settings),
        follow(topics.streamStatus(), Start.BEGINNING, reports),
        follow(topics.sourceStatus(), Start.END, sourceStatuses),
        answers.ready());
  }

  private CompletableFuture<Void> follow(Topic topic, Start start, LogFollower.Listener listener) {
    LogFollower follower = LogFollower.start(kafka, topic, start, metrics, listener);
    followers.add(follower);
    metrics.reads(topic.name());
    metrics.observe(GatewaySeries.FOLLOWER_LAG, follower::lag, topic.name());
    metrics.observeCount(GatewaySeries.FOLLOWER_RESTARTS, follower::restarts, topic.name());
    return follower.reached();
  }

  /** One condition per topic: it can be read. */
  List<Condition> conditions() {
    Stream<Condition> whole =
        followers.stream()
            .map(follower -> new Condition("follower " + follower.topic(), follower::isFollowing));
    Stream<Condition> inPart =
        Stream.of(frames.reader(), results.reader(), answers.reader())
            .map(reader -> new Condition("follower " + reader.topic(), reader::isReading));
    return Stream.concat(whole, inPart).toList();
  }

  PipelineStore pipelines() {
    return pipelines;
  }

  SourceStore sources() {
    return sources;
  }

  PresetStore presets() {
    return presets;
  }

  KeyStore keys() {
    return keys;
  }

  SourceStatuses sourceStatuses() {
    return sourceStatuses;
  }

  SettingStore settings() {
    return settings;
  }

  Catalogue catalogue() {
    return catalogue;
  }

  StreamRegistry registry() {
    return registry;
  }

  /** The channels of frames that callers can watch. */
  Channels channels(OnDemand onDemand, FrameScaler scaler) {
    return new Channels(registry, pipelines, frames, results, onDemand, scaler);
  }

  PendingRequests pending() {
    return pending;
  }

  /** The partition for answers to this gateway, once it has started. */
  AnswerPartition answers() {
    return answers;
  }

  /** Finds the frames that other gateways published. */
  LoggedFrames earlierFrames() {
    return earlierFrames;
  }

  /** Closes all parts at the same time, because each may wait for Kafka. */
  @Override
  public void close() {
    List<AutoCloseable> parts = new ArrayList<>(List.of(frames, results));
    if (answers != null) {
      parts.addAll(answers.parts());
    }
    parts.addAll(followers);
    Closer.closeTogether(parts);
  }
}
