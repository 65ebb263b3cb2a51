package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuModuleGetFunction;

import io.darkroom.cuda.device.Launch.Grid;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;

/** The kernels of a slot. Their modules belong to the GPU. Used by the slot's thread. */
public final class Kernels {

  private final Modules modules;
  private final Map<String, CUmodule> used = new HashMap<>();

  Kernels(Modules modules) {
    this.modules = modules;
  }

  /**
   * Loads a module in advance, so that no frame has to wait for it.
   *
   * @param code supplies the code if the slot has not loaded the module yet
   * @throws CudaException {@code REFUSED} if the driver does not accept the module
   */
  public void load(String module, Supplier<ModuleCode> code) {
    loaded(module, code);
  }

  /**
   * Prepares a kernel for launches, and loads its module if necessary.
   *
   * @param block see {@link Launch}
   * @param argumentBytes the exact size of the kernel's parameters
   */
  public Launch launch(
      String module,
      Supplier<ModuleCode> code,
      String kernel,
      Grid grid,
      PinnedMemory block,
      int argumentBytes) {
    CUfunction function = new CUfunction();
    check(cuModuleGetFunction(function, loaded(module, code), kernel), "kernel", kernel);
    return new Launch(kernel, function, grid, block, argumentBytes);
  }

  private CUmodule loaded(String name, Supplier<ModuleCode> code) {
    CUmodule module = used.get(name);
    if (module == null) {
      module = modules.of(code.get());
      used.put(name, module);
    }
    return module;
  }
}
