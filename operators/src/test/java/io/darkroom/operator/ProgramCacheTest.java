package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgramCacheTest {

  @Test
  void aSessionThatFellSilentMakesRoom() {
    AtomicLong now = new AtomicLong();
    FilterCatalogue filters = FilterCatalogue.load(getClass().getClassLoader());
    try (CpuEngine engine = new CpuEngine(filters);
        ProgramCache programs = new ProgramCache(engine, engine, filters.definitions(), now::get)) {
      ProgramKey silent = key(programs, "silent");
      ProgramKey lasting = key(programs, "lasting");
      Object first = programs.program(silent);
      Object kept = programs.program(lasting);
      now.addAndGet(ProgramCache.SESSION_IDLE.toNanos() / 2 + 1);
      assertThat(programs.program(lasting)).isSameAs(kept);
      now.addAndGet(ProgramCache.SESSION_IDLE.toNanos() / 2);
      programs.program(key(programs, "new"));

      assertThat(programs.program(lasting)).isSameAs(kept);
      assertThat(programs.program(silent)).isNotSameAs(first);
    }
  }

  private static ProgramKey key(ProgramCache programs, String session) {
    Request request =
        new Request(
            "r", Chain.parse("frame_difference"), Accelerator.AUTO, Output.DEFAULT, session);
    return programs.keyOf(Assignment.of(request), "");
  }
}
