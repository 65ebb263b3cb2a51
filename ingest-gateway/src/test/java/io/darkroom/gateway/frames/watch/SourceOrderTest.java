package io.darkroom.gateway.frames.watch;

import static io.darkroom.gateway.frames.watch.SourceOrder.Place.LATE;
import static io.darkroom.gateway.frames.watch.SourceOrder.Place.NEWER;
import static io.darkroom.gateway.frames.watch.SourceOrder.Place.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.SourcePosition;
import org.junit.jupiter.api.Test;

class SourceOrderTest {

  private final SourceOrder order = new SourceOrder();

  private SourceOrder.Place next(int partition, long offset, long millis) {
    return order.next("cam", new SourcePosition(partition, offset, millis));
  }

  @Test
  void skipsWhatAJobRepeatsAfterARestart() {
    assertThat(next(0, 5, 10)).isEqualTo(NEWER);
    assertThat(next(0, 5, 10)).isEqualTo(REPEATED);
    assertThat(next(0, 4, 9)).isEqualTo(REPEATED);
    assertThat(next(0, 6, 10)).isEqualTo(NEWER);
  }

  @Test
  void continuesByAppendTimeInAnotherPartition() {
    assertThat(next(0, 500, 10)).isEqualTo(NEWER);
    assertThat(next(9, 0, 10)).isEqualTo(NEWER);
    assertThat(next(9, 1, 12)).isEqualTo(NEWER);
    assertThat(next(0, 501, 11)).isEqualTo(LATE);
    assertThat(next(0, 502, 13)).isEqualTo(NEWER);
  }

  @Test
  void ignoresTheBrokersClockWithinAPartition() {
    assertThat(next(0, 5, 10)).isEqualTo(NEWER);
    assertThat(next(0, 6, 3)).isEqualTo(NEWER);
  }

  @Test
  void startsAgainWhenThePipelineGetsAnotherStream() {
    assertThat(next(0, 5, 10)).isEqualTo(NEWER);
    assertThat(order.next("door", new SourcePosition(0, 2, 3))).isEqualTo(NEWER);
    assertThat(order.next("door", new SourcePosition(0, 2, 3))).isEqualTo(REPEATED);
  }

  @Test
  void takesNoImpossibleOffset() {
    assertThat(next(0, -1, 10)).isEqualTo(REPEATED);
    assertThat(next(0, Long.MIN_VALUE, Long.MIN_VALUE)).isEqualTo(REPEATED);
  }
}
