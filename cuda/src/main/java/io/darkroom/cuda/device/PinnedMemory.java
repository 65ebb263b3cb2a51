package io.darkroom.cuda.device;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jcuda.Pointer;

/** Some memory of the host that a GPU reads and writes directly, lent by its {@link Slot}. */
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

  /** A view of its own on all the bytes, in this machine's order. */
  public ByteBuffer buffer() {
    return buffer.duplicate().clear().order(ByteOrder.nativeOrder());
  }

  /** A part of it, which is given back with the whole. */
  public PinnedMemory part(long offset, long length) {
    return new PinnedMemory(
        address + offset, buffer.slice(Math.toIntExact(offset), Math.toIntExact(length)));
  }
}
