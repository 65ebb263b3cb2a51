package io.darkroom.cuda.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the simulated faults of the stand-in, and that fresh memory is not clean. */
class StandInTest {

  private static final int BYTES = 64;

  private final CUdevice device = new CUdevice();
  private StandIn gpu;

  @BeforeEach
  void enterContext() {
    gpu = StandIn.get();
    JCudaDriver.setExceptionsEnabled(true);
    JCudaDriver.cuInit(0);
    JCudaDriver.cuDeviceGet(device, 0);
    CUcontext context = new CUcontext();
    JCudaDriver.cuDevicePrimaryCtxRetain(context, device);
    JCudaDriver.cuCtxSetCurrent(context);
  }

  @AfterEach
  void leaveContext() {
    if (gpu != null) {
      gpu.reset();
      JCudaDriver.cuDevicePrimaryCtxRelease(device);
    }
  }

  @Test
  void fillsFreshMemoryWithAPattern() {
    CUdeviceptr memory = allocated();
    byte[] bytes = new byte[BYTES];
    JCudaDriver.cuMemcpyDtoH(Pointer.to(bytes), memory, BYTES);
    assertThat(bytes).containsOnly(0xCD);
    JCudaDriver.cuMemFree(memory);
  }

  @Test
  void delaysWorkInLazyModeUntilTheCallerWaits() {
    gpu.with("LAZY", 1);
    CUstream stream = new CUstream();
    JCudaDriver.cuStreamCreate(stream, 0);
    CUdeviceptr memory = allocated();
    Pointer pinned = new Pointer();
    JCudaDriver.cuMemHostAlloc(pinned, BYTES, 0);
    JCudaDriver.cuMemsetD8Async(memory, (byte) 7, BYTES, stream);
    JCudaDriver.cuMemcpyDtoHAsync(pinned, memory, BYTES, stream);
    assertThat(pinned.getByteBuffer(0, BYTES).get(0)).isEqualTo((byte) 0xEE);
    JCudaDriver.cuStreamSynchronize(stream);
    assertThat(pinned.getByteBuffer(0, BYTES).get(0)).isEqualTo((byte) 7);
    JCudaDriver.cuStreamDestroy(stream);
    JCudaDriver.cuMemFreeHost(pinned);
    JCudaDriver.cuMemFree(memory);
  }

  @Test
  void refusesMemoryFromTheConfiguredAllocation() {
    gpu.with("FAIL_ALLOCATION", 2);
    CUdeviceptr memory = allocated();
    assertThatThrownBy(StandInTest::allocated)
        .isInstanceOf(CudaException.class)
        .hasMessageContaining("CUDA_ERROR_OUT_OF_MEMORY");
    JCudaDriver.cuMemFree(memory);
  }

  @Test
  void countsAllocatedObjects() {
    long before = gpu.count("allocations");
    CUdeviceptr memory = allocated();
    assertThat(gpu.count("allocations")).isEqualTo(before + 1);
    JCudaDriver.cuMemFree(memory);
    assertThat(gpu.count("allocations")).isEqualTo(before);
  }

  @Test
  void refusesUnknownSettings() {
    assertThatThrownBy(() -> gpu.with("DEVICE", 0))
        .hasMessage("setting: DEVICE (expected: a setting of README.md)");
  }

  private static CUdeviceptr allocated() {
    CUdeviceptr memory = new CUdeviceptr();
    JCudaDriver.cuMemAlloc(memory, BYTES);
    return memory;
  }
}
