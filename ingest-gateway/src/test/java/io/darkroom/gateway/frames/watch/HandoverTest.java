package io.darkroom.gateway.frames.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.frames.watch.Delivery.Place;
import org.junit.jupiter.api.Test;

class HandoverTest {

  private final Handover handover = Handover.after(3);

  private boolean takes(int partition, long offset) {
    return handover.takes(new Place(partition, offset));
  }

  @Test
  void skipsLiveFramesUntilTheReplayHasReachedThem() {
    assertThat(takes(3, 10)).isFalse();
    assertThat(takes(3, 12)).isFalse();
    assertThat(handover.join(11)).isFalse();
    assertThat(handover.join(12)).isFalse();
    assertThat(handover.join(13)).isTrue();
    assertThat(takes(3, 13)).isTrue();
  }

  @Test
  void skipsLiveFramesThatWereReplayed() {
    assertThat(handover.join(20)).isTrue();
    assertThat(takes(3, 18)).isFalse();
    assertThat(takes(3, 19)).isFalse();
    assertThat(takes(3, 20)).isTrue();
  }

  @Test
  void deliversLiveFramesOfOtherPartitions() {
    assertThat(takes(4, 1)).isTrue();
    assertThat(handover.join(0)).isTrue();
  }

  @Test
  void deliversEveryLiveFrameWithoutAReplay() {
    assertThat(Handover.none().takes(new Place(3, 0))).isTrue();
  }
}
