package io.darkroom.cuda.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lends parts of few large pieces of memory. It grows by steps and keeps what is returned, because
 * a driver waits for the whole GPU when memory is given back to it: that happens only in {@link
 * #trim}, and when the source has no more. Used by one thread, {@link #held} by any.
 */
final class Slab implements AutoCloseable {

  /** Where the pieces come from; addresses are multiples of {@link #ALIGNMENT}. */
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

    /** The first gap that is large enough; -1 if there is none. */
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
   * A slab in which each buffer is a piece of its own, exactly as large as asked for, so that
   * compute-sanitizer sees who touches the bytes beside it.
   */
  static Slab apart(Source source) {
    return new Slab(source, 0);
  }

  /** Bytes taken from the source. */
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

  /** Whether it can lend so many bytes and hold no more than a limit. */
  boolean fits(long bytes, long limit) {
    long wanted = aligned(Math.max(1, bytes));
    return held() + stepped(wanted) <= limit
        || pieces.stream().anyMatch(piece -> piece.gap(wanted) >= 0);
  }

  /** By how much it grows for a buffer. */
  private long stepped(long bytes) {
    return step == 0 ? bytes : (bytes + step - 1) / step * step;
  }

  private Piece grow(long bytes) {
    Piece piece = new Piece(taken(bytes), bytes);
    pieces.add(piece);
    held.addAndGet(bytes);
    return piece;
  }

  private long taken(long bytes) {
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

  /** Gives back the pieces of which nothing is lent; returns whether there were any. */
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

  /** Gives every piece back; what is freed afterwards is ignored. */
  @Override
  public void close() {
    pieces.forEach(piece -> piece.lent.clear());
    trim();
  }
}
