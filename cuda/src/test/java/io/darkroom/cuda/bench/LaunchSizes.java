package io.darkroom.cuda.bench;

import static io.darkroom.cuda.kernels.Device.check;

import io.darkroom.cuda.kernels.KernelRun;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * Shows the driver's result for launches with the exact size of arguments, and with other sizes.
 * The pictures have no pixels, so the kernel accesses no memory.
 */
final class LaunchSizes {

  private static final String MODULE = "flip";
  private static final String KERNEL = "flip_mirror";

  /** Two pictures and two numbers. */
  private static final int EXACT = 72;

  private static final int THREADS = 32;

  private LaunchSizes() {}

  static void write(PrintWriter out) {
    CUmodule module = KernelRun.load(MODULE);
    CUfunction function = new CUfunction();
    check(JCudaDriver.cuModuleGetFunction(function, module, KERNEL));
    out.printf("### Size of a kernel's arguments%n%n| bytes | result of the driver |%n|---|---|%n");
    sizes().forEach((name, bytes) -> out.printf("| %s | %s |%n", name, launched(function, bytes)));
    out.println();
    check(JCudaDriver.cuModuleUnload(module));
  }

  private static Map<String, Integer> sizes() {
    Map<String, Integer> sizes = new LinkedHashMap<>();
    sizes.put("exact", EXACT);
    sizes.put("exact + 4", EXACT + 4);
    sizes.put("exact + 8", EXACT + 8);
    sizes.put("exact × 2", EXACT * 2);
    return sizes;
  }

  private static String launched(CUfunction function, int bytes) {
    Pointer arguments =
        Pointer.to(
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_POINTER,
            Pointer.to(ByteBuffer.allocateDirect(2 * EXACT)),
            JCudaDriver.CU_LAUNCH_PARAM_BUFFER_SIZE,
            Pointer.to(new long[] {bytes}),
            JCudaDriver.CU_LAUNCH_PARAM_END);
    int code =
        JCudaDriver.cuLaunchKernel(function, 1, 1, 1, THREADS, 1, 1, 0, null, null, arguments);
    check(JCudaDriver.cuCtxSynchronize());
    return CUresult.stringFor(code);
  }
}
