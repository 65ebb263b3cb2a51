package io.darkroom.gateway;

import io.darkroom.gateway.frames.feed.AnswerFeed;
import io.darkroom.gateway.frames.feed.Channels;
import io.darkroom.gateway.frames.feed.RejectFeed;
import io.darkroom.gateway.frames.feed.ResultFeed;
import io.darkroom.gateway.frames.feed.StreamFeed;
import io.darkroom.gateway.frames.feed.WatchedTopic;
import io.darkroom.gateway.frames.publish.RecentFrames;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.kafka.LogFollower.Start;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.pipelines.PipelineStore;
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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Follows the topics that the gateway reads, and holds the state that it builds from them. Must be
 * closed.
 */
final class FollowedTopics implements AutoCloseable {

  /** Reads the last frames again, so that snapshots exist at once and repeats are recognized. */
  private static final Start TAIL = new Start(64);

  private final KafkaAddress kafka;
  private final Topics topics;
  private final GatewayMetrics metrics;
  private final ResultTraces traces;
  private final PipelineStore pipelines = new PipelineStore();
  private final SourceStore sources = new SourceStore();
  private final SourceStatuses sourceStatuses = new SourceStatuses(System::nanoTime);
  private final Catalogue catalogue;
  private final SettingStore settings;
  private final StreamRegistry registry;
  private final PendingRequests pending;
  private final RecentFrames recentFrames = new RecentFrames();
  private final StreamFeed streamFeed;
  private final ResultFeed resultFeed;
  private final WatchedTopic frames;
  private final WatchedTopic results;
  private final List<LogFollower> followers = new CopyOnWriteArrayList<>();

  FollowedTopics(
      KafkaAddress kafka,
      Topics topics,
      GatewayMetrics metrics,
      Tracing tracing,
      int maxPendingRequests,
      String jobGroup) {
    this.kafka = kafka;
    this.topics = topics;
    this.pending = new PendingRequests(maxPendingRequests);
    this.metrics = metrics;
    this.traces = new ResultTraces(tracing);
    this.catalogue = new Catalogue(System::nanoTime, jobGroup);
    this.settings = new SettingStore(tracing);
    this.registry = new StreamRegistry(pipelines, metrics, System::nanoTime);
    this.streamFeed = new StreamFeed(registry, recentFrames);
    this.resultFeed = new ResultFeed(registry, traces);
    this.frames = watched(topics.frames(), streamFeed);
    this.results = watched(topics.processed(), resultFeed);
  }

  /**
   * Starts to follow the topics. Pipelines come first, because results of unknown pipelines are
   * dropped. The future completes when all records that the topics held have been read.
   */
  CompletableFuture<Void> start() {
    CompletableFuture<Void> control =
        CompletableFuture.allOf(
            follow(topics.pipelines(), Start.BEGINNING, pipelines),
            follow(topics.catalog(), Start.BEGINNING, catalogue),
            follow(topics.sources(), Start.BEGINNING, sources),
            follow(topics.settings(), Start.BEGINNING, settings),
            follow(topics.sourceStatus(), Start.END, sourceStatuses));
    return control.thenCompose(
        known ->
            CompletableFuture.allOf(
                follow(topics.frames(), Start.END, streamFeed),
                follow(topics.processed(), TAIL, resultFeed),
                follow(topics.answers(), Start.END, new AnswerFeed(registry, pending, traces)),
                follow(topics.rejects(), Start.END, new RejectFeed(registry, traces))));
  }

  private WatchedTopic watched(Topic topic, WatchedTopic.Frames reader) {
    return new WatchedTopic(kafka, topic.name(), reader, () -> followerOf(topic.name()));
  }

  private Optional<LogFollower> followerOf(String topic) {
    return followers.stream().filter(follower -> follower.topic().equals(topic)).findFirst();
  }

  private CompletableFuture<Void> follow(Topic topic, Start start, LogFollower.Listener listener) {
    LogFollower follower = LogFollower.start(kafka, topic, start, metrics, listener);
    followers.add(follower);
    metrics.reads(topic.name());
    metrics.observe(GatewaySeries.FOLLOWER_LAG, follower::lag, topic.name());
    metrics.observeCount(GatewaySeries.FOLLOWER_RESTARTS, follower::restarts, topic.name());
    return follower.reached();
  }

  /** One condition per topic: its follower is running. */
  List<Condition> conditions() {
    return followers.stream()
        .map(follower -> new Condition("follower " + follower.topic(), follower::isFollowing))
        .toList();
  }

  PipelineStore pipelines() {
    return pipelines;
  }

  SourceStore sources() {
    return sources;
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
  Channels channels() {
    return new Channels(registry, pipelines, frames, results);
  }

  PendingRequests pending() {
    return pending;
  }

  RecentFrames recentFrames() {
    return recentFrames;
  }

  @Override
  public void close() {
    frames.close();
    results.close();
    followers.parallelStream().forEach(LogFollower::close);
  }
}
