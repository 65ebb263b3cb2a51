package io.darkroom.gateway.sources;

import io.darkroom.gateway.frames.status.Drop;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.PartitionGroup;
import io.darkroom.gateway.telemetry.health.Recurring;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.topic.Topics;
import io.darkroom.v1.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the running sources of this gateway's partitions and reports their status. Thread-safe;
 * only closing it blocks, up to a second.
 */
public final class SourceBoard implements PartitionGroup.Listener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SourceBoard.class);
  private static final long POLL_MILLIS = 200;

  /** Within this time a closed run has ended. */
  private static final long ENDING_MILLIS = 1_000;

  private final SourceStore store;
  private final SourceRunner runner;
  private final SourceVault vault;
  private final FrameSink frames;
  private final FramePublisher publisher;
  private final Topics topics;
  private final StreamRegistry registry;
  private final GatewayMetrics metrics;
  private final String gatewayId;
  private final Set<Integer> partitions = new HashSet<>();
  private final Map<String, FetchedSource> fetched = new HashMap<>();
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "darkroom-sources");
            thread.setDaemon(true);
            return thread;
          });
  private boolean closed;

  public SourceBoard(
      SourceStore store,
      SourceRunner runner,
      SourceVault vault,
      FrameSink frames,
      FramePublisher publisher,
      Topics topics,
      StreamRegistry registry,
      GatewayMetrics metrics,
      String gatewayId) {
    this.store = store;
    this.runner = runner;
    this.vault = vault;
    this.frames = frames;
    this.publisher = publisher;
    this.topics = topics;
    this.registry = registry;
    this.metrics = metrics;
    this.gatewayId = gatewayId;
    store.onChanged(this::settle);
    poller.scheduleWithFixedDelay(
        new Recurring("sources", this::pollAll), POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void gained(Set<Integer> more) {
    partitions.addAll(more);
    store.all().forEach(source -> settle(source.sourceId()));
  }

  @Override
  public synchronized void lost(Set<Integer> gone) {
    partitions.removeAll(gone);
    List.copyOf(fetched.keySet()).forEach(this::settle);
  }

  /** Starts, restarts or stops one source to match its definition. */
  private synchronized void settle(String sourceId) {
    Optional<Source> wanted =
        store
            .find(sourceId)
            .filter(source -> !closed && source.isWanted())
            .filter(source -> partitions.contains(source.partition()))
            .map(source -> vault.opened(source.definition()));
    FetchedSource present = fetched.get(sourceId);
    if (present != null && wanted.filter(present.definition()::equals).isPresent()) {
      return;
    }
    if (present != null) {
      stop(fetched.remove(sourceId));
    }
    wanted.ifPresent(source -> fetched.put(sourceId, start(source)));
  }

  private FetchedSource start(Source source) {
    return new FetchedSource(source, gatewayId, runnerOf(source), frames, Clock.systemUTC());
  }

  private SourceRunner runnerOf(Source source) {
    Optional<String> problem = vault.problem(source);
    if (problem.isEmpty()) {
      log.info(
          "source {}, revision {}: fetching starts", source.getSourceId(), source.getRevision());
      return runner;
    }
    log.warn("source {}: {}", source.getSourceId(), problem.get());
    return (refused, sink) -> RefusedRun.because(problem.get(), Instant.now());
  }

  private void stop(FetchedSource source) {
    log.info("source {}: fetching stops", source.definition().getSourceId());
    source.close();
    if (closed) {
      countDrops(source);
    } else {
      poller.schedule(() -> countDrops(source), ENDING_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void pollAll() {
    lockedSources().forEach(this::settle);
    fetched.values().forEach(this::poll);
  }

  /** Sources whose key was missing; it may have been added since. */
  private List<String> lockedSources() {
    return fetched.values().stream()
        .map(FetchedSource::definition)
        .filter(SourceVault::isSealed)
        .map(Source::getSourceId)
        .toList();
  }

  private void poll(FetchedSource source) {
    countDrops(source);
    source
        .due()
        .ifPresent(
            status ->
                publisher.put(topics.sourceStatus(), status.getSourceId(), status.toByteArray()));
  }

  private synchronized void countDrops(FetchedSource source) {
    String streamId = source.definition().getStreamId();
    source.countDrops(
        (reason, count) -> {
          metrics.dropped(reason, streamId, count);
          if (!reason.equals(Drop.SAMPLED_OUT)) {
            registry.droppedBySource(streamId, reason, count);
          }
        });
  }

  /** Returns when all runs have ended, since the process must not end under native code. */
  @Override
  public synchronized void close() {
    closed = true;
    poller.shutdownNow();
    List<FetchedSource> running = List.copyOf(fetched.values());
    List.copyOf(fetched.keySet()).forEach(this::settle);
    awaitEnd(running);
  }

  private static void awaitEnd(List<FetchedSource> running) {
    long end = System.nanoTime() + Duration.ofMillis(ENDING_MILLIS).toNanos();
    try {
      for (FetchedSource source : running) {
        source.awaitEnd(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
