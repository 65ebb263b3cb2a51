package io.darkroom.cuda.device;

import java.nio.file.Path;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The NVIDIA driver of this machine. Safe for any thread. */
final class Driver {

  /** CUDA 11.0: the first driver that reads PTX ISA 7.0, which the kernels are in. */
  private static final int OLDEST = 11000;

  private static boolean loaded;
  private static String missing;

  private Driver() {}

  /**
   * Loads the driver, once for the process, and starts it.
   *
   * @throws NoGpuException where it is missing, too old, or has no GPU
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
      // A class whose initialisation failed never gets another try in this process.
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
      return "there is no NVIDIA driver (libcuda.so.1); install it, or give the container its GPUs";
    }
    if (message.contains("another classloader")) {
      return "JCuda is loaded by another class loader; put jcuda and darkroom-cuda's device jar in Flink's lib folder";
    }
    return "JCuda does not load (%s); its library must fit this platform"
        .formatted(message.strip());
  }

  private static void initialise() {
    int code = JCudaDriver.cuInit(0);
    switch (code) {
      case CUresult.CUDA_SUCCESS -> {}
      case CUresult.CUDA_ERROR_NO_DEVICE ->
          throw new NoGpuException(
              "the NVIDIA driver finds no GPU; give this machine or container one, and look at CUDA_VISIBLE_DEVICES");
      case CUresult.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH,
          CUresult.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
          throw new NoGpuException(
              "the NVIDIA driver's libcuda.so.1 and kernel module do not fit (%s); install one version of both"
                  .formatted(CUresult.stringFor(code)));
      default ->
          throw new NoGpuException(
              "the NVIDIA driver does not start (%s); see what nvidia-smi says"
                  .formatted(CUresult.stringFor(code)));
    }
  }

  private static void requireRecent() {
    int[] version = new int[1];
    CudaException.check(JCudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
    if (version[0] < OLDEST) {
      throw new NoGpuException(
          "the NVIDIA driver is too old: it knows CUDA %d.%d and the kernels need 11.0; install 450 or newer"
              .formatted(version[0] / 1000, version[0] % 1000 / 10));
    }
  }
}
