package io.darkroom.cuda.device;

import jcuda.driver.CUdeviceptr;

/** A buffer in the memory of a GPU, allocated by its {@link Slot}. */
public final class DeviceMemory {

  final CUdeviceptr pointer;
  private final long address;
  private final long bytes;

  DeviceMemory(long address, long bytes) {
    this.pointer = new CUdeviceptr().withByteOffset(address);
    this.address = address;
    this.bytes = bytes;
  }

  public long address() {
    return address;
  }

  public long bytes() {
    return bytes;
  }

  /** Returns a part of this buffer, which is freed with the whole. */
  public DeviceMemory part(long offset, long length) {
    if (offset < 0 || length < 0 || offset + length > bytes) {
      throw new IndexOutOfBoundsException(
          "part: %d bytes at %d (expected: within %d)".formatted(length, offset, bytes));
    }
    return new DeviceMemory(address + offset, length);
  }
}
