package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuModuleLoadData;
import static jcuda.driver.JCudaDriver.cuModuleLoadDataJIT;
import static jcuda.driver.JCudaDriver.cuModuleUnload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUjit_option;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JITOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loaded modules of a GPU, each shared by all slots of the process. The GPU's context must be
 * current on the calling thread. Thread-safe.
 */
final class Modules {

  private static final Logger LOG = LoggerFactory.getLogger(Modules.class);
  private static final int LOG_BYTES = 4096;

  private final Map<Object, CUmodule> loaded = new HashMap<>();

  /**
   * Returns the module and loads it if necessary. Loads its machine code if the GPU and the driver
   * accept it; otherwise its PTX, which the driver compiles or finds in its cache.
   *
   * @throws CudaException {@code REFUSED} with the compiler's message if the driver accepts neither
   */
  synchronized CUmodule of(ModuleCode code) {
    CUmodule module = loaded.get(code.identity());
    if (module == null) {
      module = load(code);
      loaded.put(code.identity(), module);
    }
    return module;
  }

  private static CUmodule load(ModuleCode code) {
    CUmodule module = new CUmodule();
    if (code.machineCode().isPresent()) {
      int result = cuModuleLoadData(module, code.machineCode().get());
      if (result == CUresult.CUDA_SUCCESS) {
        return module;
      }
      LOG.debug(
          "machine code of {}: {}; compiling its PTX", code.name(), CUresult.stringFor(result));
    }
    compile(code, module);
    return module;
  }

  private static void compile(ModuleCode code, CUmodule module) {
    JITOptions options = new JITOptions();
    options.putBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER, new byte[LOG_BYTES]);
    options.putInt(CUjit_option.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES, LOG_BYTES);
    int result = cuModuleLoadDataJIT(module, direct(code.ptx()), options);
    if (result != CUresult.CUDA_SUCCESS) {
      check(result, "PTX of " + code.name() + compilerMessage(options));
    }
  }

  private static String compilerMessage(JITOptions options) {
    byte[] log = options.getBytes(CUjit_option.CU_JIT_ERROR_LOG_BUFFER);
    String text = new String(log, StandardCharsets.UTF_8);
    String line = text.substring(0, text.indexOf('\0')).strip().replaceAll("\\s+", " ");
    return line.isEmpty() ? "" : " (%s)".formatted(line);
  }

  /** Copies the text to direct memory and terminates it with a zero, as the driver expects. */
  private static Pointer direct(byte[] bytes) {
    return Pointer.to(ByteBuffer.allocateDirect(bytes.length + 1).put(bytes));
  }

  synchronized void unload() {
    loaded.values().forEach(module -> check(cuModuleUnload(module), "cuModuleUnload"));
    loaded.clear();
  }
}
