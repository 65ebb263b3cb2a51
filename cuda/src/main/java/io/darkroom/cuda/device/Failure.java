package io.darkroom.cuda.device;

/** What a failed call of the driver means. */
public enum Failure {
  /** Too little memory for now: less at a time may do, or the same later. */
  MEMORY,
  /** The GPU is of no more use to this process; another process can use it again. */
  LOST,
  /** Only what was asked for is refused, and will be again; the GPU is well. */
  REFUSED;

  /** By the number of a {@code CUresult}; cuda.h says which of them end a context. */
  static Failure of(int code) {
    return switch (code) {
      case 2 -> MEMORY;
      case 4, 46, 201, 214, 220, 226, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 721 -> LOST;
      case 806, 810, 911, 999 -> LOST;
      default -> REFUSED;
    };
  }
}
