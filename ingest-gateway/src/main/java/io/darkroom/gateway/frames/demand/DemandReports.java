package io.darkroom.gateway.frames.demand;

import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.frames.watch.OnDemand;
import io.darkroom.gateway.pipelines.PipelineStore;
import io.darkroom.gateway.telemetry.health.Recurring;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.v1.PipelineDemand;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reports the on-demand pipelines that are used through this gateway: at once when the first user
 * comes, a few seconds after the last has left, so that a page that is loaded again does not stop
 * the pipeline, and regularly in between, because the job forgets a report that is not renewed.
 * Thread-safe; never blocks. Closed by its owner.
 */
public final class DemandReports implements OnDemand, AutoCloseable {

  /** How long a pipeline counts as used after its last user has left. */
  static final Duration LINGER = Duration.ofSeconds(5);

  /** Well below the 10 s for which the job counts a report. */
  private static final Duration HEARTBEAT = Duration.ofSeconds(3);

  private static final long CHECK_MILLIS = 1_000;
  private static final int MOST_PIPELINES = 1_000;

  /** Writes a report to Kafka. */
  public interface Sink {
    CompletableFuture<?> write(PipelineDemand report);
  }

  private final StreamRegistry registry;
  private final PipelineStore store;
  private final Sink sink;
  private final Map<String, Long> lastUsed = new ConcurrentHashMap<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "darkroom-demand");
            created.setDaemon(true);
            return created;
          });
  private volatile boolean written;
  private Set<String> reported = Set.of();
  private long reportedNanos;

  private DemandReports(StreamRegistry registry, PipelineStore store, Sink sink) {
    this.registry = registry;
    this.store = store;
    this.sink = sink;
  }

  /** Begins to report. */
  public static DemandReports start(StreamRegistry registry, PipelineStore store, Sink sink) {
    DemandReports reports = new DemandReports(registry, store, sink);
    registry.pipelineAudience().onChange(reports::changed);
    store.onChange(reports::changed);
    reports.thread.scheduleWithFixedDelay(
        new Recurring("demand", reports::update), 0, CHECK_MILLIS, TimeUnit.MILLISECONDS);
    return reports;
  }

  @Override
  public boolean idle(String pipelineId) {
    return registry.idle(pipelineId);
  }

  @Override
  public void used(String pipelineId) {
    if (isOnDemand(pipelineId)) {
      lastUsed.put(pipelineId, System.nanoTime());
      changed();
    }
  }

  /** Many changes before the thread's next turn are one. */
  private void changed() {
    if (due.compareAndSet(false, true)) {
      try {
        thread.execute(new Recurring("demand", this::update));
      } catch (RejectedExecutionException e) {
        // The gateway stops.
      }
    }
  }

  private void update() {
    due.set(false);
    long now = System.nanoTime();
    registry.pipelineAudience().ids().stream()
        .filter(this::isOnDemand)
        .forEach(id -> lastUsed.put(id, now));
    lastUsed.entrySet().removeIf(use -> now - use.getValue() > LINGER.toNanos());
    lastUsed.keySet().removeIf(id -> !isOnDemand(id));
    Set<String> used = Set.copyOf(lastUsed.keySet());
    if (!written || !used.equals(reported) || now - reportedNanos >= HEARTBEAT.toNanos()) {
      report(used, now);
    }
  }

  private void report(Set<String> used, long now) {
    reported = used;
    reportedNanos = now;
    written = true;
    sink.write(message(used)).whenComplete((done, failure) -> retryIf(failure != null));
  }

  private void retryIf(boolean failed) {
    if (failed) {
      written = false;
    }
  }

  private static PipelineDemand message(Set<String> used) {
    boolean all = used.size() > MOST_PIPELINES;
    return PipelineDemand.newBuilder()
        .addAllPipelineIds(all ? Set.of() : used)
        .setEveryPipeline(all)
        .build();
  }

  /** Also while it will be or has been so: frames from then may still be on their way. */
  private boolean isOnDemand(String pipelineId) {
    return store
        .timeline(pipelineId)
        .filter(timeline -> timeline.revisions().stream().anyMatch(Pipeline::onDemand))
        .isPresent();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
