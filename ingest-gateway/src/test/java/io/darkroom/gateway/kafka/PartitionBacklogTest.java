package io.darkroom.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.darkroom.gateway.kafka.PartitionBacklog.Retention;
import io.darkroom.gateway.kafka.PartitionBacklog.Snapshot;
import io.darkroom.gateway.kafka.PartitionBacklog.State;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PartitionBacklogTest {

  private static final long MB = 1_000_000;
  private static final Retention HOUR_AND_256_MB = new Retention(3_600_000, 256 * MB);

  private final PartitionBacklog backlog = new PartitionBacklog();
  private State state;

  /** A camera of 4.5 MB/s, 30 frames of 150 kB each second, whose job stopped after 10 s. */
  private void cameraRunsUntil(int second) {
    for (int at = 0; at <= second; at += 5) {
      long end = 30L * at;
      long committed = Math.min(end, 300);
      measure(new Snapshot(0, end, committed, end * 150_000), Math.max(0, at - 10), at);
    }
  }

  private void measure(Snapshot snapshot, double unreadSeconds, long atSeconds) {
    state =
        backlog.next(snapshot, HOUR_AND_256_MB, unreadSeconds, TimeUnit.SECONDS.toNanos(atSeconds));
  }

  @Test
  void estimatesRetentionAtThePresentRate() {
    cameraRunsUntil(10);

    assertThat(state.retentionSeconds()).isCloseTo(56.9, within(0.1));
    assertThat(state.secondsLeft()).isCloseTo(56.9, within(0.1));
    assertThat(state.lagRecords()).isZero();
  }

  @Test
  void reducesTheTimeLeftWhileTheJobIsDown() {
    cameraRunsUntil(40);

    assertThat(state.secondsLeft()).isCloseTo(26.9, within(0.1));
    assertThat(state.lagRecords()).isEqualTo(900);
    assertThat(state.lagSeconds()).isEqualTo(30);
  }

  @Test
  void usesTheAgeIfTheRateIsLow() {
    measure(new Snapshot(0, 10, 0, 1000), 3000, 5);

    assertThat(state.secondsLeft()).isEqualTo(600);
    assertThat(state.retentionSeconds()).isEqualTo(3600);
  }

  @Test
  void leavesInfiniteTimeIfNothingIsDeleted() {
    Retention never = new Retention(-1, -1);
    state = backlog.next(new Snapshot(0, 10, 0, 1000), never, 1e6, 1);

    assertThat(state.secondsLeft()).isInfinite();
  }

  @Test
  void countsFramesDeletedUnreadOnce() {
    measure(new Snapshot(0, 100, 40, 1000), 1, 0);
    measure(new Snapshot(60, 120, 40, 1000), 1, 5);
    measure(new Snapshot(60, 140, 40, 1000), 1, 10);
    measure(new Snapshot(60, 160, 40, 1000), 1, 15);
    assertThat(backlog.lost()).isEqualTo(20);

    measure(new Snapshot(90, 160, 40, 1000), 1, 20);
    measure(new Snapshot(90, 180, 40, 1000), 1, 25);
    assertThat(backlog.lost()).isEqualTo(50);

    measure(new Snapshot(90, 200, 150, 1000), 1, 30);
    measure(new Snapshot(140, 200, 200, 1000), 1, 35);
    measure(new Snapshot(140, 200, 200, 1000), 1, 40);
    assertThat(backlog.lost()).isEqualTo(50);
  }

  @Test
  void doesNotCountFramesThatAreReadButNotCommitted() {
    measure(new Snapshot(0, 100, 40, 1000), 1, 0);
    measure(new Snapshot(60, 120, 40, 1000), 1, 5);
    measure(new Snapshot(60, 120, 118, 1000), 1, 10);
    measure(new Snapshot(60, 120, 120, 1000), 1, 15);

    assertThat(backlog.lost()).isZero();
  }
}
