package io.darkroom.cuda.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;

/** A buffer in host memory that a GPU accesses directly, allocated by its {@link Slot}. */
public final class PinnedMemory {

  final Pointer pointer;
  private final long address;
  private final ByteBuffer buffer;

  PinnedMemory(long address, ByteBuffer buffer) {
    this.pointer = new Pointer().withByteOffset(address);
    this.address = address;
    this.buffer = buffer.order(ByteOrder.nativeOrder());
  }

  public long address() {
    return address;
  }

  public long bytes() {
    return buffer.capacity();
  }

  /** Returns a new view of all bytes, in native byte order. */
  public ByteBuffer buffer() {
    return buffer.duplicate().clear().order(ByteOrder.nativeOrder());
  }

  /** Returns a part of this buffer, which is freed with the whole. */
  public PinnedMemory part(long offset, long length) {
    return new PinnedMemory(
        address + offset, buffer.slice(Math.toIntExact(offset), Math.toIntExact(length)));
  }
}
