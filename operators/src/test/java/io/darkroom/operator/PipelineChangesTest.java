package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PipelineChangesTest {

  private static final int MANY = 500;

  private final AtomicInteger given = new AtomicInteger();
  private final PipelineIndex index = new PipelineIndex(10);

  private Thread follow(PipelineChanges changes) {
    Thread follower =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < MANY; i++) {
                  changes.changed(new PipelineRecord(i, "p", new byte[] {-1}, 0));
                  given.incrementAndGet();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    follower.start();
    return follower;
  }

  @Test
  void theFollowerWaitsWhileTheTaskIsBehindAndLosesNothing() throws Exception {
    PipelineChanges changes = new PipelineChanges(() -> {});
    Thread follower = follow(changes);
    await().until(() -> follower.getState() == Thread.State.TIMED_WAITING);
    assertThat(given.get()).isLessThan(MANY);
    while (follower.isAlive()) {
      changes.applyTo(index, timeline -> {});
    }
    changes.applyTo(index, timeline -> {});
    assertThat(index.refused()).as("all of them are unreadable").isEqualTo(MANY);
  }

  @Test
  void closingLetsAWaitingFollowerGo() throws Exception {
    PipelineChanges changes = new PipelineChanges(() -> {});
    Thread follower = follow(changes);
    await().until(() -> follower.getState() == Thread.State.TIMED_WAITING);
    changes.close();
    follower.join();
    assertThat(given.get()).isEqualTo(MANY);
  }
}
