package io.darkroom.cuda.device;

/** What a failed call of the driver means, and so what to do about it. */
public enum Failure {
  /** Too little memory for now: fewer pictures at a time may do, or the same later. */
  MEMORY,
  /** The GPU or its driver is occupied: the same may do later. */
  BUSY,
  /** Only what was asked for is refused, and will be again; the GPU is well. */
  REFUSED,
  /** The GPU is of no more use to this process; another process can use it again. */
  LOST;

  /** By the number of a {@code CUresult}; cuda.h says which of them end a context. */
  static Failure of(int code) {
    return switch (code) {
      case 2 -> MEMORY;
      // Device unavailable, operating system, not ready, system not ready, MPS, timeout.
      case 46, 304, 600, 802, 805, 807, 808, 809, 909 -> BUSY;
      // Deinitialized, context gone, and errors of memory and links that hardware reports.
      case 4, 201, 214, 220, 226, 709 -> LOST;
      // A kernel broke the context: cuda.h demands a new process.
      case 700, 702, 710, 714, 715, 716, 717, 718, 719, 721 -> LOST;
      case 806, 810, 911, 999 -> LOST;
      default -> REFUSED;
    };
  }
}
