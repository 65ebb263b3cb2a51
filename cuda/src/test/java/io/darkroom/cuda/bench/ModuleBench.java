package io.darkroom.cuda.bench;

import static io.darkroom.cuda.kernels.Device.check;

import io.darkroom.cuda.engine.PointKernel;
import io.darkroom.cuda.kernels.GpuFilters;
import io.darkroom.cuda.kernels.KernelRun;
import io.darkroom.filters.FilterRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/**
 * Measures how long the driver takes to load all modules, the first and the second time. The first
 * time uses no cache if {@code CUDA_CACHE_PATH} is an empty folder.
 */
final class ModuleBench {

  private ModuleBench() {}

  static void write(PrintWriter out) {
    List<String> modules = modules();
    double first = load(modules, KernelRun::load);
    double again = load(modules, KernelRun::load);
    double machineCode = load(modules, KernelRun::loadMachineCode);
    out.printf("### Loading the %d modules%n%n", modules.size());
    out.printf(
        "From machine code %.0f ms; from PTX %.0f ms; from the driver's cache %.0f ms.%n%n",
        machineCode, first, again);
  }

  private static List<String> modules() {
    return Stream.concat(
            Stream.of(PointKernel.MODULE),
            GpuFilters.ids().stream()
                .filter(
                    id ->
                        FilterRun.class.getResource("/io/darkroom/kernels/" + id + ".ptx") != null))
        .distinct()
        .toList();
  }

  private static double load(List<String> modules, Function<String, CUmodule> load) {
    long start = System.nanoTime();
    List<CUmodule> loaded = modules.stream().map(load).toList();
    double millis = (System.nanoTime() - start) / 1e6;
    loaded.forEach(module -> check(JCudaDriver.cuModuleUnload(module)));
    return millis;
  }
}
