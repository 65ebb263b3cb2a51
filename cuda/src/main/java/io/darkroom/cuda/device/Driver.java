package io.darkroom.cuda.device;

import java.nio.file.Path;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** Loads the NVIDIA driver of this machine. Thread-safe. */
final class Driver {

  /** CUDA 11.0, the first version that accepts PTX ISA 7.0, which the kernels use. */
  private static final int OLDEST = 11000;

  private static boolean loaded;
  private static String missing;

  private Driver() {}

  /**
   * Loads the driver once per process and initializes it.
   *
   * @throws NoGpuException if the driver is missing or too old, or finds no GPU
   */
  static synchronized void start() {
    if (missing != null) {
      throw new NoGpuException(missing);
    }
    try {
      if (!loaded) {
        CompilerCache.place();
        Natives.place(Path.of(System.getProperty("java.io.tmpdir")));
      }
      JCudaDriver.setExceptionsEnabled(false);
    } catch (LinkageError e) {
      // A class whose initialization failed is never initialized again in this process.
      missing = missing(e);
      throw new NoGpuException(missing, e);
    }
    loaded = true;
    initialise();
    requireRecent();
  }

  private static String missing(LinkageError failure) {
    String message = String.valueOf(failure.getMessage());
    if (message.contains("libcuda.so.1")) {
      return "no NVIDIA driver (libcuda.so.1); install it, or give the container access to the GPUs";
    }
    if (message.contains("another classloader")) {
      return "JCuda is already loaded by another class loader; put jcuda and darkroom-cuda's device jar into Flink's lib folder";
    }
    return "JCuda cannot be loaded (%s); use the jcuda-natives of this platform"
        .formatted(message.strip());
  }

  private static void initialise() {
    int code = JCudaDriver.cuInit(0);
    switch (code) {
      case CUresult.CUDA_SUCCESS -> {}
      case CUresult.CUDA_ERROR_NO_DEVICE ->
          throw new NoGpuException(
              "the NVIDIA driver finds no GPU; give this machine or container one, and check CUDA_VISIBLE_DEVICES");
      case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH,
          CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
          throw new NoGpuException(
              "the NVIDIA driver's libcuda.so.1 and kernel module do not match (%s); install the same version of both"
                  .formatted(CUresult.stringFor(code)));
      default ->
          throw new NoGpuException(
              "the NVIDIA driver does not start (%s); run nvidia-smi for details"
                  .formatted(CUresult.stringFor(code)));
    }
  }

  private static void requireRecent() {
    int[] version = new int[1];
    CudaException.check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    if (version[0] < OLDEST) {
      throw new NoGpuException(
          "the NVIDIA driver is too old: it supports CUDA %d.%d, but the kernels need 11.0; install version 450 or newer"
              .formatted(version[0] / 1000, version[0] % 1000 / 10));
    }
  }
}
