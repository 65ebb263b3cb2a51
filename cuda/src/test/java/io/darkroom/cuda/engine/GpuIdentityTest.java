package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.GpuId;
import io.darkroom.filters.FilterRun;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks that a name selects the right GPU, whatever its CUDA index. */
class GpuIdentityTest {

  private static final String ZEROS = "00000000-0000-0000-0000-000000000";

  private final CudaEngineProvider provider = new CudaEngineProvider();

  @BeforeEach
  void begin() {
    FreshGpus.forget();
  }

  @AfterEach
  void reset() {
    StandIn.renew();
    FreshGpus.forget();
  }

  private Engine open(String... names) {
    List<GpuId> gpus = Arrays.stream(names).map(GpuId::new).toList();
    return provider.open(
        FilterRun.CATALOGUE, new EngineSite("slot 1", Optional.of(gpus), FaultPolicy.CPU));
  }

  private void assertChosen(String name, String device, String uuid) {
    try (Engine engine = open(name)) {
      assertThat(engine.devices()).containsExactly(device);
      assertThat(engine.accelerator()).isEqualTo("cuda:" + ZEROS + uuid);
    }
  }

  @Test
  void findsAGpuByItsUuid() {
    StandIn.orRealGpu();
    String accelerator;
    try (Engine any = provider.open(FilterRun.CATALOGUE, EngineSite.anywhere())) {
      accelerator = any.accelerator();
    }
    try (Engine named = open(accelerator.replace("cuda:", "GPU-"))) {
      assertThat(named.accelerator()).isEqualTo(accelerator);
    }
  }

  @Test
  void findsTheSameGpuByUuidIfCudaCountsInAnotherOrder() {
    StandIn.get().with("DEVICES", 3).with("REVERSED", 1);

    assertChosen("GPU-" + ZEROS + "003", "Stand-in GPU 0", "003");
    assertChosen("GPU-" + ZEROS + "001", "Stand-in GPU 2", "001");
  }

  @Test
  void findsAGpuByItsCudaIndex() {
    StandIn.get().with("DEVICES", 3).with("REVERSED", 1);

    assertChosen("0", "Stand-in GPU 0", "003");
  }

  @Test
  void findsAMigInstanceByItsUuid() {
    StandIn.get().with("DEVICES", 2).with("MIG", 1);

    assertChosen("MIG-" + ZEROS + "102", "Stand-in GPU 1", "102");
  }

  @Test
  void doesNotFindTheGpuOfAMigInstance() {
    StandIn.get().with("DEVICES", 2).with("MIG", 1);

    assertThatThrownBy(() -> open("GPU-" + ZEROS + "001"))
        .hasMessageContaining("GPU-" + ZEROS + "001 is assigned, but this process sees only MIG-")
        .hasMessageContaining("MIG-" + ZEROS + "102 (Stand-in GPU 1, index 1)");
  }

  @Test
  void reportsAnInvisibleGpuWithTheVisibleOnes() {
    StandIn.get().with("DEVICES", 2);
    String hidden = "GPU-" + ZEROS + "0aa";

    assertThatThrownBy(() -> open("GPU-" + ZEROS + "001", hidden))
        .hasMessageContaining(
            "GPU %s is assigned, but this process sees only GPU-%2$s001 (Stand-in GPU 0, index 0),"
                + " GPU-%2$s002 (Stand-in GPU 1, index 1); start it with CUDA_VISIBLE_DEVICES=%1$s",
            hidden, ZEROS);
  }
}
