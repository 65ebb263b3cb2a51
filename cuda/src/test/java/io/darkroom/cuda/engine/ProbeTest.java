package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.definition.Accelerator;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineProbe;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Engines;
import io.darkroom.engine.GpuId;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filters.FilterRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeTest {

  private final List<Integer> exits = new ArrayList<>();
  private final CudaEngineProvider provider = new CudaEngineProvider(exits::add);
  private StandIn standIn;

  @BeforeEach
  void begin() {
    standIn = StandIn.get();
    FreshGpus.forget();
  }

  @AfterEach
  void reset() {
    StandIn.renew();
  }

  private static EngineSite site(Integer... gpus) {
    List<GpuId> indexes = Arrays.stream(gpus).map(i -> new GpuId(i.toString())).toList();
    return new EngineSite("slot 1", Optional.of(indexes), FaultPolicy.EXIT);
  }

  private void assertUnusable(EngineSite site, String... said) {
    EngineProbe probe = provider.probe(site);
    assertThat(probe.usable()).isFalse();
    assertThat(probe.reason()).contains(said);
    assertThatThrownBy(() -> provider.open(FilterRun.CATALOGUE, site))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
        .hasMessageContaining(said[0]);
    assertThat(exits).isEmpty();
  }

  @Test
  void reportsTheUsableGpu() {
    EngineProbe probe = provider.probe(EngineSite.anywhere());

    assertThat(probe.usable()).isTrue();
    assertThat(probe.reason())
        .contains("GPU-00000000-0000-0000-0000-000000000001 (Stand-in GPU 0, index 0)");
  }

  @Test
  void testsAGpuOnce() {
    provider.probe(EngineSite.anywhere());
    assertThat(standIn.count("launches")).isPositive();
    standIn.with("LAZY", 0);

    assertThat(provider.probe(EngineSite.anywhere()).usable()).isTrue();

    assertThat(standIn.count("launches")).isZero();
  }

  @Test
  void reportsThatNoGpuIsAssigned() {
    assertUnusable(site(), "no GPU is assigned", "external resource gpu");
  }

  @Test
  void reportsThatThereIsNoGpu() {
    standIn.with("DEVICES", 0);
    assertUnusable(site(0), "finds no GPU", "CUDA_VISIBLE_DEVICES");
  }

  @Test
  void reportsAMissingAssignedGpu() {
    assertUnusable(
        site(1),
        "GPU 1 is assigned, but this process sees only",
        "assign one of these, preferably by UUID");
  }

  @Test
  void reportsAnOldDriver() {
    standIn.with("DRIVER", 10020);
    assertUnusable(site(0), "too old: it supports CUDA 10.2", "install version 450 or newer");
  }

  @Test
  void reportsRefusedPtx() {
    standIn.with("REFUSE_PTX", 1);
    assertUnusable(
        site(0),
        "the kernels fail their self-test",
        "CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
        "ptxas application ptx input, line 1; fatal : Unsupported .version",
        "driver");
  }

  @Test
  void acceptsAGpuThatIsShortOfMemoryAndTestsItAgain() {
    standIn.with("FAIL_ALLOCATION", 1);
    EngineProbe probe = provider.probe(site(0));
    assertThat(probe.usable()).isTrue();
    assertThat(probe.reason())
        .contains("short of memory at present", "CUDA_ERROR_OUT_OF_MEMORY")
        .doesNotContain("update");
    standIn.with("FAIL_ALLOCATION", 0);

    assertThat(provider.probe(site(0)).reason()).doesNotContain("short of memory");
    assertThat(standIn.count("launches")).isPositive();
  }

  @Test
  void reportsABrokenKernel() {
    standIn.failingIn("point_operations", 700);
    assertThat(provider.probe(site(0)).reason())
        .contains("the kernels fail their self-test", "CUDA_ERROR_ILLEGAL_ADDRESS");
    assertUnusable(site(0), "is lost to this process", "CUDA_ERROR_ILLEGAL_ADDRESS");
  }

  @Test
  void findsAGpuThatIsAvailableAgain() {
    standIn.with("DEVICES", 0);
    assertThat(provider.probe(site(0)).usable()).isFalse();
    standIn.with("DEVICES", 1);

    assertThat(provider.probe(site(0)).usable()).isTrue();
  }

  @Test
  void distributesSlotsAmongGpus() {
    standIn.with("DEVICES", 3);
    List<Engine> engines = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      engines.add(provider.open(FilterRun.CATALOGUE, site(1, 2)));
    }
    assertThat(engines.stream().map(Engine::accelerator).distinct())
        .containsExactly(
            "cuda:00000000-0000-0000-0000-000000000002",
            "cuda:00000000-0000-0000-0000-000000000003");
    engines.forEach(Engine::close);
  }

  @Test
  void isRegisteredAsAService() {
    Engines engines = Engines.load(ProbeTest.class.getClassLoader());
    try (Engine engine =
        engines.open(Accelerator.AUTO, FilterRun.CATALOGUE, EngineSite.anywhere()).engine()) {
      assertThat(engine.accelerator()).isEqualTo(Rig.STAND_IN);
    }
  }
}
