package io.darkroom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.frame.Output;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PipelineTimelineTest {

  private static final Instant T0 = Instant.ofEpochMilli(1_700_000_000_000L);

  private final PipelineTimeline timeline =
      PipelineTimeline.startingWith(revision(1, T0)).with(revision(2, T0.plusMillis(100)));

  @Test
  void findsTheRevisionInEffectAtTheAppendTime() {
    assertThat(timeline.at(T0.minusMillis(1))).isEmpty();
    assertThat(revisionAt(T0)).contains(1L);
    assertThat(revisionAt(T0.plusMillis(99))).contains(1L);
    assertThat(revisionAt(T0.plusMillis(100))).contains(2L);
  }

  @Test
  void prefersALaterRevisionWithAnEarlierEffectiveTime() {
    PipelineTimeline corrected = timeline.with(revision(3, T0.plusMillis(50)));
    assertThat(corrected.at(T0.plusMillis(49)).map(Pipeline::revision)).contains(1L);
    assertThat(corrected.at(T0.plusMillis(200)).map(Pipeline::revision)).contains(3L);
  }

  @Test
  void hasNoRevisionAfterItsEnd() {
    PipelineTimeline ended = timeline.endingAt(T0.plusMillis(150));
    assertThat(ended.at(T0.plusMillis(149))).isPresent();
    assertThat(ended.at(T0.plusMillis(150))).isEmpty();
  }

  @Test
  void takesTheEffectiveTimeOfTheNewestRevisionFromItsRecord() {
    byte[] bytes = PipelineCodec.toBytes(timeline, true);
    PipelineTimeline read = PipelineCodec.fromBytes(bytes, T0.plusMillis(500));
    assertThat(read.newest().effectiveFrom())
        .isEqualTo(T0.plusMillis(500).plus(PipelineTimeline.LEAD));
    assertThat(read.revisions().get(0)).usingRecursiveComparison().isEqualTo(revision(1, T0));
  }

  @Test
  void keepsEveryEffectiveTimeInACheckpoint() {
    PipelineTimeline ended = timeline.endingAt(T0.plusMillis(150));
    byte[] bytes = PipelineCodec.toBytes(ended, false);
    assertThat(PipelineCodec.fromBytes(bytes, Instant.EPOCH))
        .usingRecursiveComparison()
        .isEqualTo(ended);
  }

  @Test
  void keepsABoundedHistory() {
    PipelineTimeline longest = timeline;
    for (int i = 3; i < 200; i++) {
      longest = longest.with(revision(i, T0.plusMillis(100L * i)));
    }
    assertThat(longest.revisions()).hasSize(64);
    assertThat(longest.newest().revision()).isEqualTo(199);
  }

  private Optional<Long> revisionAt(Instant moment) {
    return timeline.at(moment).map(Pipeline::revision);
  }

  private static Pipeline revision(int number, Instant from) {
    return Pipeline.of(
        "p", "cam", Chain.parse("invert"), Accelerator.AUTO, Output.DEFAULT, number, from);
  }
}
