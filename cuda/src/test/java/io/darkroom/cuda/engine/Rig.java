package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Filtered.KernelTime;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;

/** A CUDA engine on the stand-in, and a CPU engine to compare it with. */
final class Rig implements AutoCloseable {

  /** The outcome of a program for one picture. */
  record Outcome(
      int index,
      Picture picture,
      long[] nanos,
      boolean warmingUp,
      String accelerator,
      boolean fellBack,
      List<KernelTime> kernels,
      DarkroomException failure) {}

  static final String STAND_IN = "cuda:00000000-0000-0000-0000-000000000001";

  private static final List<String> HOLDINGS =
      List.of("allocations", "pinned", "streams", "events", "modules", "contexts");

  private final Optional<StandIn> standIn;
  private final List<Long> heldBefore;
  final List<Integer> exits = new ArrayList<>();
  final CudaEngineProvider provider = new CudaEngineProvider(exits::add);
  final Engine gpu;
  final Engine cpu = new CpuEngine(FilterRun.CATALOGUE);

  Rig(Optional<StandIn> standIn, FaultPolicy onFault) {
    this(standIn, new EngineSite("slot 1", Optional.empty(), onFault));
  }

  Rig(Optional<StandIn> standIn, EngineSite site) {
    this.standIn = standIn;
    heldBefore = held();
    FreshGpus.forget();
    gpu = provider.open(FilterRun.CATALOGUE, site);
  }

  Rig(StandIn standIn) {
    this(Optional.of(standIn), FaultPolicy.CPU);
  }

  static List<Picture> pictures(int count, int width, int height, int channels) {
    return IntStream.range(0, count)
        .mapToObj(i -> Picture.random(width, height, channels, i))
        .toList();
  }

  static Program compile(Engine engine, String chain) {
    return engine.compile(FilterRun.steps(chain));
  }

  static List<Outcome> run(Program program, List<Picture> pictures) {
    List<Mat> images = pictures.stream().map(Picture::mat).toList();
    List<Outcome> outcomes = runImages(program, images);
    images.forEach(Mat::close);
    return outcomes;
  }

  static List<Outcome> runImages(Program program, List<Mat> images) {
    List<Outcome> outcomes = new ArrayList<>();
    program.run(images, listTo(outcomes));
    return outcomes;
  }

  /** Returns a receiver that records all outcomes. */
  static Program.Results listTo(List<Outcome> outcomes) {
    return new Program.Results() {
      @Override
      public void done(int index, Filtered r) {
        outcomes.add(
            new Outcome(
                index,
                Picture.of(r.image()),
                r.filterNanos(),
                r.warmingUp(),
                r.accelerator(),
                r.fellBack(),
                r.kernels(),
                null));
      }

      @Override
      public void failed(int index, DarkroomException failure) {
        outcomes.add(new Outcome(index, null, null, false, null, false, List.of(), failure));
      }
    };
  }

  /** Returns a receiver that fails on each result. */
  static Program.Results fullSink() {
    return new Program.Results() {
      @Override
      public void done(int index, Filtered result) {
        throw DarkroomException.invalid("sink", "sink: full");
      }

      @Override
      public void failed(int index, DarkroomException failure) {
        throw failure;
      }
    };
  }

  /** Asserts that both engines give the same results. */
  List<Outcome> assertSame(String chain, List<Picture> pictures) {
    try (Program onGpu = compile(gpu, chain)) {
      return assertSame(onGpu, chain, pictures);
    }
  }

  List<Outcome> assertSame(Program onGpu, String chain, List<Picture> pictures) {
    try (Program onCpu = compile(cpu, chain)) {
      return assertEqual(run(onGpu, pictures), run(onCpu, pictures), chain);
    }
  }

  static List<Outcome> assertEqual(List<Outcome> actual, List<Outcome> expected, String chain) {
    assertThat(actual).as(chain).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).index()).as(chain).isEqualTo(i);
      if (expected.get(i).failure() != null) {
        assertThat(actual.get(i).failure())
            .as(chain)
            .hasMessage(expected.get(i).failure().getMessage());
      } else {
        FilterRun.assertSame(actual.get(i).picture(), expected.get(i).picture());
      }
    }
    return actual;
  }

  double gauge(String name) {
    return gpu.gauges().stream()
        .filter(gauge -> gauge.metric().name().equals("darkroom_job_gpu_" + name))
        .findFirst()
        .orElseThrow()
        .value()
        .getAsDouble();
  }

  double fallbacks(String reason) {
    return gpu.gauges().stream()
        .filter(gauge -> reason.equals(gauge.labels().get("reason")))
        .findFirst()
        .orElseThrow()
        .value()
        .getAsDouble();
  }

  /**
   * Closes the engine and asserts that it holds nothing, apart from memory on GPUs that earlier
   * tests lost.
   */
  void closeAndAssertNothingHeld() {
    close();
    assertThat(held()).as(HOLDINGS.toString()).isEqualTo(heldBefore);
  }

  private List<Long> held() {
    return standIn.map(s -> HOLDINGS.stream().map(s::count).toList()).orElse(List.of());
  }

  @Override
  public void close() {
    gpu.close();
    cpu.close();
  }
}
