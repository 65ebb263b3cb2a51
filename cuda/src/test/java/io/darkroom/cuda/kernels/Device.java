package io.darkroom.cuda.kernels;

import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/** The first GPU, without the engine. */
public final class Device {

  private static final CUdevice FIRST = new CUdevice();

  private Device() {}

  /** Makes its context current on the thread; {@link #leave} releases it. */
  public static void enter() {
    check(JCudaDriver.cuInit(0));
    check(JCudaDriver.cuDeviceGet(FIRST, 0));
    CUcontext context = new CUcontext();
    check(JCudaDriver.cuDevicePrimaryCtxRetain(context, FIRST));
    check(JCudaDriver.cuCtxSetCurrent(context));
  }

  public static void leave() {
    check(JCudaDriver.cuDevicePrimaryCtxRelease(FIRST));
  }

  /** Throws if a call of the driver failed. */
  public static void check(int code) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw new IllegalStateException("driver error " + CUresult.stringFor(code));
    }
  }
}
