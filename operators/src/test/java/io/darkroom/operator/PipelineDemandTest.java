package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PipelineDemandTest {

  private final AtomicLong clock = new AtomicLong(1_000_000);
  private final PipelineDemand demand = new PipelineDemand(clock::get);

  @BeforeEach
  void isNotNew() {
    pass(PipelineDemand.VALID.toMillis());
  }

  private void pass(long millis) {
    clock.addAndGet(millis);
  }

  private static byte[] of(List<String> ids, boolean every) {
    return io.darkroom.v1.PipelineDemand.newBuilder()
        .addAllPipelineIds(ids)
        .setEveryPipeline(every)
        .build()
        .toByteArray();
  }

  @Test
  void aReportReplacesTheOneBefore() {
    demand.report("a", of(List.of("p", "q"), false));
    demand.report("a", of(List.of("q"), false));
    assertThat(demand.uses("p")).isFalse();
    assertThat(demand.uses("q")).isTrue();
  }

  @Test
  void aReporterThatEndsUsesNothing() {
    demand.report("a", of(List.of("p"), false));
    demand.report("b", of(List.of(), false));
    demand.report("a", null);
    assertThat(demand.uses("p")).isFalse();
  }

  @Test
  void moreThanAReportCanHoldMeansAll() {
    demand.report("a", of(List.of(), true));
    assertThat(demand.uses("p")).isTrue();
    List<String> many =
        IntStream.rangeClosed(0, PipelineDemand.MOST_PIPELINES).mapToObj(i -> "q" + i).toList();
    demand.report("a", of(many, false));
    assertThat(demand.uses("p")).isTrue();
    demand.report("a", of(many.subList(1, many.size()), false));
    assertThat(demand.uses("p")).isFalse();
  }

  @Test
  void forgetsTheReporterThatReportedLongestAgo() {
    demand.report("old", of(List.of("p"), false));
    demand.report("kept", of(List.of("q"), false));
    for (int i = 1; i < PipelineDemand.MOST_REPORTERS; i++) {
      demand.report("r" + i, of(List.of(), false));
    }
    assertThat(demand.uses("p")).isFalse();
    assertThat(demand.uses("q")).isTrue();
  }

  @Test
  void ignoresInvalidIdsAndRefusesOtherValues() {
    demand.report("a", of(List.of("not an id"), false));
    assertThat(demand.uses("not an id")).isFalse();
    assertThatThrownBy(() -> demand.report("b", new byte[] {1, 2, 3}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
