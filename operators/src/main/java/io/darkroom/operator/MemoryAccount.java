package io.darkroom.operator;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the bytes of native memory that one task holds, by purpose, against its limit. They are
 * estimates, made before memory is allocated. Updated by the task's thread, read by any thread.
 */
final class MemoryAccount {

  /** The purpose of memory. */
  enum Kind {
    /** Decoded pictures, the memory of codec threads for decoding them, and results to encode. */
    PICTURES,
    /** Memory for decoding, the stages of a chain and encoding, for one picture at a time. */
    WORKING,
    /** Models and scratch of stateful chains. */
    MODELS,
    /** Scratch of the other chains, which can be released at any time. */
    SCRATCH;

    /** Returns the value of the metric's label. */
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

  /** Adds bytes to the account; a negative number releases them. */
  void book(Kind kind, long bytes) {
    held.addAndGet(kind.ordinal(), bytes);
  }

  boolean fits(long bytes) {
    return held() + bytes <= limit;
  }

  /** Creates the error for a picture that does not fit. */
  DarkroomException exceeded(String what, long bytes) {
    return new DarkroomException(
        ErrorCode.MEMORY_EXCEEDED,
        ("memory: %d bytes for %s, in addition to %d held (expected: at most %d in all). Send a"
                + " smaller picture or a shorter chain, or raise --task-memory.")
            .formatted(bytes, what, held(), limit));
  }
}
