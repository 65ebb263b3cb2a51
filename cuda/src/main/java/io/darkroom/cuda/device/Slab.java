package io.darkroom.cuda.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Allocates buffers from a few large pieces of memory. It grows in steps and keeps freed memory,
 * because the driver waits for the whole GPU when memory is returned to it. That happens only in
 * {@link #trim} and when the source has no more memory. Used by one thread; {@link #held} by any.
 */
final class Slab implements AutoCloseable {

  /** Allocates the pieces; addresses are multiples of {@link #ALIGNMENT}. */
  interface Source {
    long allocate(long bytes);

    void free(long address);
  }

  static final long ALIGNMENT = 256;

  private static final class Piece {
    final long address;
    final long bytes;
    final TreeMap<Long, Long> lent = new TreeMap<>();

    Piece(long address, long bytes) {
      this.address = address;
      this.bytes = bytes;
    }

    /** Returns the first gap that is large enough; -1 if there is none. */
    long gap(long wanted) {
      long from = 0;
      for (Map.Entry<Long, Long> part : lent.entrySet()) {
        if (part.getKey() - from >= wanted) {
          return from;
        }
        from = part.getKey() + part.getValue();
      }
      return bytes - from >= wanted ? from : -1;
    }
  }

  private final Source source;
  private final long step;
  private final List<Piece> pieces = new ArrayList<>();
  private final AtomicLong held = new AtomicLong();

  Slab(Source source, long step) {
    this.source = source;
    this.step = step;
  }

  /**
   * Creates a slab in which each buffer is a separate piece of exactly the requested size, so that
   * compute-sanitizer detects accesses outside it.
   */
  static Slab apart(Source source) {
    return new Slab(source, 0);
  }

  /** Returns the bytes that were allocated from the source. */
  long held() {
    return held.get();
  }

  long allocate(long bytes) {
    long wanted = Math.max(1, bytes);
    return step == 0 ? whole(grow(wanted), wanted) : part(aligned(wanted));
  }

  private long part(long wanted) {
    for (Piece piece : pieces) {
      long offset = piece.gap(wanted);
      if (offset >= 0) {
        piece.lent.put(offset, wanted);
        return piece.address + offset;
      }
    }
    return whole(grow(stepped(wanted)), wanted);
  }

  private static long whole(Piece piece, long bytes) {
    piece.lent.put(0L, bytes);
    return piece.address;
  }

  /** Returns whether a buffer of this size can be allocated within a limit. */
  boolean fits(long bytes, long limit) {
    long wanted = aligned(Math.max(1, bytes));
    return held() + stepped(wanted) <= limit
        || pieces.stream().anyMatch(piece -> piece.gap(wanted) >= 0);
  }

  /** Returns the size of a new piece for a buffer. */
  private long stepped(long bytes) {
    return step == 0 ? bytes : (bytes + step - 1) / step * step;
  }

  private Piece grow(long bytes) {
    Piece piece = new Piece(allocatePiece(bytes), bytes);
    pieces.add(piece);
    held.addAndGet(bytes);
    return piece;
  }

  private long allocatePiece(long bytes) {
    try {
      return source.allocate(bytes);
    } catch (CudaException e) {
      if (e.failure() != Failure.MEMORY || !trim()) {
        throw e;
      }
      return source.allocate(bytes);
    }
  }

  void free(long address) {
    for (Piece piece : pieces) {
      if (piece.lent.remove(address - piece.address) != null) {
        if (step == 0) {
          trim();
        }
        return;
      }
    }
  }

  /** Returns unused pieces to the source; returns whether there were any. */
  boolean trim() {
    List<Piece> empty = pieces.stream().filter(piece -> piece.lent.isEmpty()).toList();
    empty.forEach(this::giveBack);
    return !empty.isEmpty();
  }

  private void giveBack(Piece piece) {
    pieces.remove(piece);
    held.addAndGet(-piece.bytes);
    source.free(piece.address);
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Returns all pieces to the source; later calls of {@link #free} are ignored. */
  @Override
  public void close() {
    pieces.forEach(piece -> piece.lent.clear());
    trim();
  }
}
