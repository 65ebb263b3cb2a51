package io.darkroom.cuda.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.cuda.standin.StandInBuild;
import io.darkroom.definition.Accelerator;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.v1.DeviceStatus;
import io.darkroom.v1.JobStatus;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The job's heartbeat shows the load of its GPU, on a real GPU or the stand-in. */
@Tag("slow")
class DeviceStatusTest {

  private static final String NVML = "darkroom.cuda.nvml";

  @BeforeEach
  void begin() throws Exception {
    if (StandIn.unlessReal().isPresent()) {
      System.setProperty(NVML, StandInBuild.library("standin", List.of()).toString());
    }
    FreshGpus.forget();
  }

  @AfterEach
  void end() {
    System.clearProperty(NVML);
    FreshGpus.forget();
  }

  @Test
  void isPartOfTheHeartbeat() throws Exception {
    OperatorOptions options = OperatorOptions.DEFAULT.withEngine(Accelerator.CUDA);
    try (OperatorRun run = new OperatorRun(options, Accelerator.AUTO, List.of("invert"))) {
      JobStatus first = run.nextStatus();
      assertThat(first.getDeviceStatusList()).hasSize(1);
      await().until(() -> run.nextStatus().getDeviceStatus(0).hasMemoryTotalBytes());
      JobStatus status = run.nextStatus();
      DeviceStatus device = status.getDeviceStatus(0);
      assertThat(status.getDevicesList()).containsExactly(device.getName());
      assertThat(status.getEngine()).isEqualTo("cuda:" + device.getUuid());
      assertThat(device.getUtilizationPercent()).isBetween(0.0, 100.0);
      assertThat(device.getMemoryUsedBytes()).isBetween(1L, device.getMemoryTotalBytes());
      assertThat(device.getTemperatureCelsius()).isBetween(1.0, 120.0);
      assertThat(device.getPowerWatts()).isBetween(1.0, device.getPowerLimitWatts() * 1.5);
    }
  }
}
