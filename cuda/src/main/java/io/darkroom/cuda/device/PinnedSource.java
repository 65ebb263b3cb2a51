package io.darkroom.cuda.device;

import static io.darkroom.cuda.device.CudaException.check;
import static jcuda.driver.JCudaDriver.cuMemFreeHost;
import static jcuda.driver.JCudaDriver.cuMemHostAlloc;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import jcuda.Pointer;

/** Allocates pinned memory, and provides it as byte buffers. */
final class PinnedSource implements Slab.Source {

  private static final class Piece extends Pointer {
    long address() {
      return getNativePointer() + getByteOffset();
    }
  }

  private final TreeMap<Long, Piece> pieces = new TreeMap<>();

  @Override
  public long allocate(long bytes) {
    Piece piece = new Piece();
    check(cuMemHostAlloc(piece, bytes, 0), "cuMemHostAlloc");
    pieces.put(piece.address(), piece);
    return piece.address();
  }

  @Override
  public void free(long address) {
    check(cuMemFreeHost(pieces.remove(address)), "cuMemFreeHost");
  }

  ByteBuffer view(long address, long bytes) {
    Map.Entry<Long, Piece> piece = pieces.floorEntry(address);
    return piece.getValue().getByteBuffer(address - piece.getKey(), bytes);
  }
}
