package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.EngineSite.FaultPolicy;
import io.darkroom.engine.Program;
import io.darkroom.filters.FilterRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Tests several engines in one process. */
class SlotsTest {

  private static final String CHAIN = "gaussian_blur | background_subtraction | invert";
  private static final List<String> HELD =
      List.of("allocations", "pinned", "streams", "events", "modules", "contexts");

  private final CudaEngineProvider provider = new CudaEngineProvider();

  private Engine open(int slot) {
    EngineSite site = new EngineSite("slot " + slot, Optional.empty(), FaultPolicy.CPU);
    return provider.open(FilterRun.CATALOGUE, site);
  }

  /** A real GPU does not report this. */
  private static List<Long> held(Optional<StandIn> standIn) {
    return standIn.map(gpu -> HELD.stream().map(gpu::count).toList()).orElse(List.of());
  }

  @Test
  void workConcurrentlyWithSeparateModels() throws Exception {
    Optional<StandIn> standIn = StandIn.unlessReal();
    standIn.ifPresent(gpu -> gpu.with("LAZY", 1));
    List<Long> before = held(standIn);
    FreshGpus.forget();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Void>> slots = new ArrayList<>();
    for (int slot = 0; slot < 4; slot++) {
      int number = slot;
      slots.add(threads.submit((Callable<Void>) () -> filter(number)));
    }
    for (Future<Void> slot : slots) {
      slot.get();
    }
    threads.shutdown();
    assertThat(held(standIn)).isEqualTo(before);
  }

  private Void filter(int slot) {
    try (Engine gpu = open(slot);
        Engine cpu = new CpuEngine(FilterRun.CATALOGUE);
        Program onGpu = Rig.compile(gpu, CHAIN);
        Program onCpu = Rig.compile(cpu, CHAIN)) {
      for (int run = 0; run < 5; run++) {
        var pictures = Rig.pictures(6, 20 + slot, 10 + slot, 3);
        var outcomes = Rig.assertEqual(Rig.run(onGpu, pictures), Rig.run(onCpu, pictures), CHAIN);
        assertThat(outcomes).noneMatch(Rig.Outcome::fellBack);
      }
    }
    return null;
  }

  @Test
  void canBeClosedByAnotherThread() throws Exception {
    Optional<StandIn> standIn = StandIn.unlessReal();
    List<Long> before = held(standIn);
    FreshGpus.forget();
    Engine engine = open(1);
    Program program = Rig.compile(engine, CHAIN);
    Rig.run(program, Rig.pictures(3, 20, 10, 3));

    Thread closer =
        new Thread(
            () -> {
              program.close();
              engine.close();
              engine.close();
            });
    closer.start();
    closer.join();

    assertThat(held(standIn)).isEqualTo(before);
  }
}
