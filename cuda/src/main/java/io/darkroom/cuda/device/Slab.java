package io.darkroom.cuda.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lends parts of few large pieces of memory. It grows by steps and gives a piece back when none of
 * it is lent any more; used by one thread, {@link #held} by any.
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

    /** The first gap that is large enough; -1 where none is. */
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

  /** Bytes taken from the source. */
  long held() {
    return held.get();
  }

  long allocate(long bytes) {
    long wanted = aligned(Math.max(1, bytes));
    for (Piece piece : pieces) {
      long offset = piece.gap(wanted);
      if (offset >= 0) {
        piece.lent.put(offset, wanted);
        return piece.address + offset;
      }
    }
    Piece piece = grow(wanted);
    piece.lent.put(0L, wanted);
    return piece.address;
  }

  private Piece grow(long wanted) {
    long bytes = (wanted + step - 1) / step * step;
    Piece piece = new Piece(source.allocate(bytes), bytes);
    pieces.add(piece);
    held.addAndGet(bytes);
    return piece;
  }

  void free(long address) {
    for (Piece piece : pieces) {
      if (piece.lent.remove(address - piece.address) != null) {
        giveBackIfEmpty(piece);
        return;
      }
    }
  }

  private void giveBackIfEmpty(Piece piece) {
    if (piece.lent.isEmpty()) {
      pieces.remove(piece);
      held.addAndGet(-piece.bytes);
      source.free(piece.address);
    }
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Gives every piece back; what is freed afterwards is ignored. */
  @Override
  public void close() {
    for (Piece piece : List.copyOf(pieces)) {
      piece.lent.clear();
      giveBackIfEmpty(piece);
    }
  }
}
