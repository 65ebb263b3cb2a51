package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuMemAlloc;
import static jcuda.driver.JCudaDriver.cuMemFree;

import jcuda.driver.CUdeviceptr;

/** Allocates memory of the GPU. */
final class DeviceSource implements Slab.Source {

  private static final class Piece extends CUdeviceptr {
    long address() {
      return getNativePointer() + getByteOffset();
    }
  }

  @Override
  public long allocate(long bytes) {
    Piece piece = new Piece();
    check(cuMemAlloc(piece, bytes), "cuMemAlloc");
    return piece.address();
  }

  @Override
  public void free(long address) {
    check(cuMemFree(new CUdeviceptr().withByteOffset(address)), "cuMemFree");
  }
}
