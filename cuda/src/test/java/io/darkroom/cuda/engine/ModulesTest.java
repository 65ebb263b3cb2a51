package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.filters.FilterRun;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests when modules are loaded, and from which code. */
class ModulesTest {

  private final StandIn standIn = StandIn.get();

  @Test
  void areLoadedOncePerGpuBeforeTheFirstFrame() {
    try (Rig rig = new Rig(standIn)) {
      long modules = standIn.count("modules_loaded");
      assertThat(modules).isGreaterThan(20);
      EngineSite other = new EngineSite("slot 2", Optional.empty(), FaultPolicy.CPU);
      try (Engine second = rig.provider.open(FilterRun.CATALOGUE, other)) {
        for (String chain : new String[] {"gaussian_blur | invert", "canny", "clahe"}) {
          rig.assertSame(chain, Rig.pictures(2, 40, 30, 3));
          assertThat(Rig.run(Rig.compile(second, chain), Rig.pictures(2, 40, 30, 3)))
              .noneMatch(Rig.Outcome::fellBack);
        }
      }
      assertThat(standIn.count("modules_loaded")).isEqualTo(modules);
      assertThat(standIn.count("modules_compiled")).isZero();
    }
  }

  @Test
  void areCompiledFromPtxIfTheGpuRefusesTheMachineCode() {
    standIn.with("REFUSE_MACHINE_CODE", 1);
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.assertSame("gaussian_blur | canny", Rig.pictures(2, 40, 30, 3)))
          .noneMatch(Rig.Outcome::fellBack);
      assertThat(standIn.count("modules_compiled")).isEqualTo(standIn.count("modules_loaded"));
    }
  }

  @Test
  void areUnloadedWithTheLastSlot() {
    Rig rig = new Rig(standIn);
    rig.close();
    assertThat(standIn.count("modules")).isZero();
  }
}
