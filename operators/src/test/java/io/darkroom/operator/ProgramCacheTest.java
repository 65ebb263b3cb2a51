package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Estimate;
import io.darkroom.filters.FilterRun;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.kernel.Shape;
import io.darkroom.operator.MemoryAccount.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgramCacheTest {

  private static final Shape SHAPE = new Shape(1000, 1000, 3);
  private static final String MODEL = "background_subtraction";

  private final AtomicLong now = new AtomicLong();
  private final MemoryAccount memory = new MemoryAccount(250_000_000);
  private final CpuEngine engine = new CpuEngine(FilterRun.CATALOGUE);
  private final ProgramCache programs =
      new ProgramCache(engine, engine, FilterRun.CATALOGUE.definitions(), memory, now::get);

  @AfterEach
  void close() {
    programs.close();
    assertThat(memory.held()).isZero();
    engine.close();
  }

  private static Estimate estimate(String chain) {
    return Estimate.of(FilterRun.steps(chain), FilterRun.CATALOGUE, SHAPE, ImageLimits.DEFAULT);
  }

  private Object use(ProgramKey key) {
    Object program = programs.program(key, estimate(key.chain().toString()));
    programs.settle();
    return program;
  }

  private ProgramKey session(String session) {
    Request request =
        new Request("r", Chain.parse(MODEL), Accelerator.AUTO, Output.DEFAULT, session);
    return programs.keyOf(Assignment.of(request), "");
  }

  private ProgramKey pipeline(String id, String stream, String chain) {
    return programs.keyOf(Assignment.of(OperatorHarness.pipeline(id, stream, chain, 1, 0)), stream);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos() + 1);
  }

  @Test
  void reservesTheMemoryOfProgramsAndReleasesIt() {
    use(pipeline("p", "cam", MODEL));
    use(pipeline("q", "cam", "sharpen"));
    assertThat(memory.held(Kind.MODELS))
        .isEqualTo(estimate(MODEL).kept())
        .isGreaterThan(100_000_000);
    assertThat(memory.held(Kind.SCRATCH)).isEqualTo(estimate("sharpen").kept());
  }

  @Test
  void dropsAnIdleSession() {
    Object first = use(session("silent"));
    Object kept = use(session("lasting"));
    pass(ProgramCache.SESSION_IDLE.dividedBy(2));
    use(session("lasting"));
    pass(ProgramCache.SESSION_IDLE.dividedBy(2));
    programs.tidy(owner -> true);

    assertThat(memory.held(Kind.MODELS)).isEqualTo(estimate(MODEL).kept());
    assertThat(use(session("lasting"))).isSameAs(kept);
    assertThat(use(session("silent"))).isNotSameAs(first);
  }

  @Test
  void dropsTheModelOfADeletedPipelineAfterItsLastFrames() {
    Object first = use(pipeline("p", "cam", MODEL));
    programs.tidy(owner -> false);
    assertThat(use(pipeline("p", "cam", MODEL))).isSameAs(first);
    pass(ProgramCache.GONE_IDLE);
    programs.tidy(owner -> true);
    assertThat(memory.held()).isPositive();
    programs.tidy(owner -> false);
    assertThat(memory.held()).isZero();
  }

  @Test
  void dropsAModelWithoutFramesForLong() {
    use(pipeline("p", "cam", MODEL));
    pass(ProgramCache.PIPELINE_IDLE);
    programs.tidy(owner -> true);
    assertThat(memory.held()).isZero();
  }

  @Test
  void replacesTheProgramIfTheChainChanges() {
    use(pipeline("p", "cam", MODEL));
    use(pipeline("p", "cam", "frame_difference"));
    assertThat(memory.held()).isEqualTo(estimate("frame_difference").kept());
  }

  @Test
  void endsAReservationWithoutAProgramWithItsBundle() {
    programs.reserve(session("s"), estimate(MODEL));
    assertThat(memory.held()).isPositive();
    programs.settle();
    assertThat(memory.held()).isZero();
  }

  @Test
  void freesScratchFirstThenIdleModelsButNeverBusyOnes() {
    Object idle = use(pipeline("idle", "a", MODEL));
    pass(ProgramCache.PIPELINE_IDLE_UNDER_PRESSURE);
    Object busy = use(pipeline("busy", "b", MODEL));
    use(pipeline("q", "cam", "sharpen"));

    assertThat(programs.freeUp(memory.limit() - memory.held() + 1)).isTrue();
    assertThat(memory.held(Kind.SCRATCH)).isZero();
    assertThat(use(pipeline("idle", "a", MODEL))).isSameAs(idle);

    pass(ProgramCache.PIPELINE_IDLE_UNDER_PRESSURE);
    use(pipeline("busy", "b", MODEL));
    assertThat(programs.freeUp(memory.limit())).isFalse();
    assertThat(memory.held(Kind.MODELS)).isEqualTo(estimate(MODEL).kept());
    assertThat(use(pipeline("busy", "b", MODEL))).isSameAs(busy);
  }

  @Test
  void keepsTheScratchOfManyChainsWithinTheLimit() {
    for (int i = 0; i < 40; i++) {
      use(pipeline("p", "cam", "sharpen(sigma=%d)".formatted(1 + i % 20)));
      assertThat(memory.held()).isLessThanOrEqualTo(memory.limit());
    }
    assertThat(memory.held()).isPositive();
  }

  @Test
  void addsUpTheEstimatesOfSeveralFilters() {
    assertThat(List.of("sharpen", "sharpen | sharpen"))
        .extracting(chain -> estimate(chain).kept())
        .containsExactly(9_000_000L, 18_000_000L);
  }
}
