package io.darkroom.operator;

import io.darkroom.pipeline.PipelineTimeline;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Carries changes from the thread that follows the topic {@code pipelines} to the task's thread.
 * Bounded: the follower waits while the task is behind.
 */
final class PipelineChanges implements PipelineTopic.Follower, AutoCloseable {

  private static final int CAPACITY = 64;
  private static final long PATIENCE_MILLIS = 50;

  private final BlockingQueue<Function<PipelineIndex, Optional<PipelineTimeline>>> waiting =
      new ArrayBlockingQueue<>(CAPACITY);
  private final Runnable wake;
  private volatile boolean closed;

  /**
   * @param wake called after each change, by the follower's thread
   */
  PipelineChanges(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public void changed(PipelineRecord pipeline) throws InterruptedException {
    add(index -> index.follow(pipeline));
  }

  @Override
  public void replaced(PipelineTopic.Content content) throws InterruptedException {
    add(
        index -> {
          index.load(content);
          return Optional.empty();
        });
  }

  private void add(Function<PipelineIndex, Optional<PipelineTimeline>> change)
      throws InterruptedException {
    while (!closed && !waiting.offer(change, PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
      wake.run();
    }
    wake.run();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Applies all changes that wait, in order.
   *
   * @param changed receives each timeline that is new
   */
  void applyTo(PipelineIndex index, Consumer<PipelineTimeline> changed) {
    for (var change = waiting.poll(); change != null; change = waiting.poll()) {
      change.apply(index).ifPresent(changed);
    }
  }

  /** Lets a follower that waits go on; further changes are of no use. */
  @Override
  public void close() {
    closed = true;
  }
}
