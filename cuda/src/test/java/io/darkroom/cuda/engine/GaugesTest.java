package io.darkroom.cuda.engine;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.cuda.standin.StandInBuild;
import io.darkroom.engine.EngineGauge;
import io.darkroom.engine.GpuLoad;
import io.darkroom.engine.Program;
import io.darkroom.filters.Picture;
import java.util.List;
import java.util.Set;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag(SuiteRun.NEEDS_SOURCES)
class GaugesTest {

  private static final String NVML = "darkroom.cuda.nvml";

  private StandIn standIn;

  @BeforeEach
  void begin() throws Exception {
    standIn = StandIn.get();
    System.setProperty(NVML, StandInBuild.library("standin", List.of()).toString());
  }

  @AfterEach
  void end() {
    System.clearProperty(NVML);
    standIn.reset();
  }

  @Test
  void reportTheValuesOfNvml() {
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.gauge("utilization_ratio")).isEqualTo(0.37);
      assertThat(rig.gauge("memory_used_bytes")).isEqualTo(250);
      assertThat(rig.gauge("memory_total_bytes")).isEqualTo(1000);
      assertThat(rig.gauge("temperature_celsius")).isEqualTo(41);
      assertThat(rig.gauge("power_watts")).isEqualTo(150.5);
    }
  }

  @Test
  void reportTheGpuInUseIfCudaCountsInAnotherOrder() {
    standIn.with("DEVICES", 3).with("REVERSED", 1);
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.gpu.accelerator()).endsWith("003");
      assertThat(rig.gauge("temperature_celsius")).isEqualTo(43);
    }
  }

  @Test
  void reportTheMemoryOfAMigInstanceAndTheTemperatureAndPowerOfItsGpu() {
    standIn.with("DEVICES", 2).with("MIG", 1);
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.gpu.accelerator()).endsWith("101");
      assertThat(rig.gauge("utilization_ratio")).isNaN();
      assertThat(rig.gauge("memory_used_bytes")).isEqualTo(125);
      assertThat(rig.gauge("memory_total_bytes")).isEqualTo(500);
      assertThat(rig.gauge("temperature_celsius")).isEqualTo(41);
      assertThat(rig.gauge("power_watts")).isEqualTo(150.5);
    }
  }

  @Test
  void areUnknownWithoutNvml() {
    standIn.with("NVML", 0);
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.gauge("utilization_ratio")).isNaN();
    }
    System.setProperty(NVML, "/nowhere/libnvidia-ml.so.1");
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.gauge("utilization_ratio")).isNaN();
      assertThat(rig.gauge("usable")).isEqualTo(1);
    }
  }

  @Test
  void readNvmlAtMostOncePerSecond() {
    try (Rig rig = new Rig(standIn)) {
      rig.gauge("power_watts");
      standIn.with("NVML", 0);
      long asked = standIn.count("nvml_samples");
      for (int i = 0; i < 100; i++) {
        rig.gauge("utilization_ratio");
      }
      assertThat(standIn.count("nvml_samples") - asked).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void areReadForTheStatusOfTheJobWithoutWaiting() {
    try (Rig rig = new Rig(standIn)) {
      GpuLoad first = only(rig.gpu.gpuLoads());
      assertThat(first.name()).isNotEmpty();
      assertThat("cuda:" + first.uuid()).isEqualTo(rig.gpu.accelerator());
      await().until(() -> !Double.isNaN(only(rig.gpu.gpuLoads()).power()));
      GpuLoad load = only(rig.gpu.gpuLoads());
      assertThat(load.utilization()).isEqualTo(37);
      assertThat(load.memoryUsed()).isEqualTo(250);
      assertThat(load.memoryTotal()).isEqualTo(1000);
      assertThat(load.temperature()).isEqualTo(41);
      assertThat(load.power()).isEqualTo(150.5);
      assertThat(load.powerLimit()).isEqualTo(700);
    }
  }

  @Test
  void areRefreshedForTheStatusAtMostOncePerSecondByOneThread() {
    Set<Thread> ofOthers = samplersExcept(Set.of());
    try (Rig rig = new Rig(standIn)) {
      long asked = standIn.count("nvml_samples");
      await().until(() -> asksForStatus(rig, asked + 1));
      Set<Thread> first = samplersExcept(ofOthers);
      assertThat(first).hasSize(1).allMatch(Thread::isDaemon);
      for (int i = 0; i < 1_000; i++) {
        rig.gpu.gpuLoads();
      }
      assertThat(standIn.count("nvml_samples") - asked).isLessThanOrEqualTo(2);
      await().until(() -> asksForStatus(rig, asked + 2));
      assertThat(samplersExcept(ofOthers)).isEqualTo(first);
    }
  }

  private boolean asksForStatus(Rig rig, long samples) {
    rig.gpu.gpuLoads();
    return standIn.count("nvml_samples") >= samples;
  }

  /** Returns the threads that take samples; those of engines that are closed end after 10 s. */
  private static Set<Thread> samplersExcept(Set<Thread> others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("darkroom-gpu-sample"))
        .filter(thread -> !others.contains(thread))
        .collect(toSet());
  }

  private static GpuLoad only(List<GpuLoad> loads) {
    assertThat(loads).hasSize(1);
    return loads.get(0);
  }

  @Test
  void countTheWorkOfTheEngine() {
    Rig rig = new Rig(standIn);
    assertThat(rig.gauge("slot_launches_total")).isZero();
    assertThat(rig.gauge("slot_device_memory_bytes")).isZero();
    try (Program program = Rig.compile(rig.gpu, "invert");
        Mat image = Picture.random(20, 20, 3, 1).mat()) {
      Rig.runImages(program, List.of(image));
    }

    assertThat(rig.gauge("slot_launches_total")).isEqualTo(1);
    assertThat(rig.gauge("slot_busy_seconds_total")).isPositive();
    assertThat(rig.gauge("slot_device_memory_bytes")).isPositive();
    assertThat(rig.gauge("slot_pinned_memory_bytes")).isPositive();
    rig.close();
    assertThat(rig.gauge("slot_device_memory_bytes")).isZero();
    assertThat(rig.gauge("slot_pinned_memory_bytes")).isZero();
  }

  @Test
  void countOneLaunchPerBundle() {
    try (Rig rig = new Rig(standIn);
        Program program = Rig.compile(rig.gpu, "invert | brightness_contrast | grayscale")) {
      Rig.run(program, Rig.pictures(16, 20, 10, 3));

      assertThat(rig.gauge("slot_launches_total")).isEqualTo(1);
    }
  }

  @Test
  void haveOneSetOfAtMostTwoLabelsPerName() {
    try (Rig rig = new Rig(standIn)) {
      for (EngineGauge gauge : rig.gpu.gauges()) {
        Set<String> labels = gauge.labels().keySet();
        assertThat(labels).hasSizeLessThanOrEqualTo(2);
        assertThat(rig.gpu.gauges().stream().filter(g -> g.metric().equals(gauge.metric())))
            .allMatch(g -> g.labels().keySet().equals(labels));
      }
      assertThat(rig.gpu.gauges()).isSameAs(rig.gpu.gauges());
    }
  }
}
