package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Bytes of native memory that one task holds, by what they are for, beside the most that it may.
 * They are estimates, made before memory is taken. Booked by the task's thread, read by any.
 */
final class MemoryAccount {

  /** What memory is held for. */
  enum Kind {
    /** Decoded pictures, what codec threads take to decode them, and results to encode. */
    PICTURES,
    /** What decoding, the stages of a chain and encoding take for one picture at a time. */
    WORKING,
    /** Models and scratch of chains that remember a stream. */
    MODELS,
    /** Scratch of the other chains; they can be dropped at any time. */
    SCRATCH;

    /** As the metric's label has it. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final long limit;
  private final AtomicLongArray held = new AtomicLongArray(Kind.values().length);

  MemoryAccount(long limit) {
    this.limit = limit;
  }

  long limit() {
    return limit;
  }

  long held(Kind kind) {
    return held.get(kind.ordinal());
  }

  long held() {
    return Arrays.stream(Kind.values()).mapToLong(this::held).sum();
  }

  /** Takes so many bytes into account; gives them back where negative. */
  void book(Kind kind, long bytes) {
    held.addAndGet(kind.ordinal(), bytes);
  }

  boolean fits(long bytes) {
    return held() + bytes <= limit;
  }

  /** What a caller is told whose picture does not fit. */
  DarkroomException exceeded(String what, long bytes) {
    return new DarkroomException(
        ErrorCode.MEMORY_EXCEEDED,
        ("memory: %d bytes for %s, beside %d that are held (expected: at most %d in all). Send a"
                + " smaller picture or a shorter chain, or raise --task-memory.")
            .formatted(bytes, what, held(), limit));
  }
}
