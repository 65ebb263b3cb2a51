package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;
import static jcuda.driver.JCudaDriver.cuModuleLoadDataEx;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import io.darkroom.cuda.device.Launch.Grid;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** The kernels that a slot has loaded; used by its thread. */
public final class Kernels implements AutoCloseable {

  private final Slot slot;
  private final Map<String, CUmodule> modules = new HashMap<>();

  Kernels(Slot slot) {
    this.slot = slot;
  }

  /**
   * Readies a kernel for launches.
   *
   * @param ptx text of the module, asked for where it is not loaded yet
   * @param block see {@link Launch}
   * @param argumentBytes the exact size of the kernel's parameters
   * @throws CudaException {@code REFUSED} where the driver does not accept the module
   */
  public Launch launch(
      String module,
      Supplier<byte[]> ptx,
      String kernel,
      Grid grid,
      PinnedMemory block,
      int argumentBytes) {
    CUfunction function = new CUfunction();
    check(cuModuleGetFunction(function, loaded(module, ptx), kernel), "kernel", kernel);
    return new Launch(kernel, function, grid, block, argumentBytes);
  }

  private CUmodule loaded(String name, Supplier<byte[]> ptx) {
    CUmodule module = modules.get(name);
    if (module == null) {
      module = load(name, ptx.get());
      modules.put(name, module);
    }
    return module;
  }

  private CUmodule load(String name, byte[] ptx) {
    PinnedMemory text = slot.pinned(ptx.length + 1L);
    try {
      text.buffer().put(ptx).put((byte) 0);
      CUmodule module = new CUmodule();
      int code = cuModuleLoadDataEx(module, text.pointer, 0, new int[0], new Pointer());
      check(code, "PTX of", name);
      return module;
    } finally {
      slot.free(text);
    }
  }

  @Override
  public void close() {
    modules.values().forEach(module -> check(cuModuleUnload(module), "cuModuleUnload"));
    modules.clear();
  }
}
