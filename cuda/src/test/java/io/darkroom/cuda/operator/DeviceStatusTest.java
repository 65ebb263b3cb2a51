package io.darkroom.cuda.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.cuda.standin.StandInBuild;
import io.darkroom.definition.Accelerator;
import io.darkroom.operator.LogRecord;
import io.darkroom.operator.OperatorOptions;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.DeviceReport;
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
  void isReportedByTheFirstSubtaskOfEachProcess() throws Exception {
    try (OperatorRun second = subtask(2)) {
      DeviceReport report = onlyReport(second, "group/2");
      assertThat(report.getGroup()).isEqualTo("group");
      assertThat(report.getDevicesList()).hasSize(1);
      try (OperatorRun first = subtask(1)) {
        assertThat(onlyReport(first, "group/1").getDevicesList()).hasSize(1);
        assertThat(second.announced()).isEmpty();
      }
      assertThat(onlyReport(second, "group/2").getDevicesList()).hasSize(1);
    }
  }

  @Test
  void isOnlyPartOfTheHeartbeatInTheProcessOfSubtaskZero() throws Exception {
    try (OperatorRun zero = subtask(0);
        OperatorRun one = subtask(1)) {
      assertThat(zero.announced()).extracting(LogRecord::key).containsOnly("group");
      assertThat(one.announced()).isEmpty();
    }
  }

  private static OperatorRun subtask(int index) throws Exception {
    OperatorOptions options = OperatorOptions.DEFAULT.withEngine(Accelerator.CUDA);
    return new OperatorRun(options, Accelerator.AUTO, List.of("invert"), index);
  }

  private static DeviceReport onlyReport(OperatorRun run, String key) throws Exception {
    List<LogRecord> records = run.announced();
    assertThat(records).isNotEmpty().allMatch(record -> record.key().equals(key));
    return Catalog.parseFrom(records.get(records.size() - 1).value()).getDevices();
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
