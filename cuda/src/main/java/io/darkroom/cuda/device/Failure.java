package io.darkroom.cuda.device;

/** The kinds of driver failures, by how to handle them. */
public enum Failure {
  /** Not enough memory at present. Retry with fewer pictures, or later. */
  MEMORY,
  /** The GPU or its driver is busy. Retry later. */
  BUSY,
  /** The driver refuses this call and will refuse it again; the GPU still works. */
  REFUSED,
  /** This process can no longer use the GPU; a new process can. */
  LOST;

  /** Classifies a {@code CUresult}; cuda.h documents which of them invalidate the context. */
  static Failure of(int code) {
    return switch (code) {
      case 2 -> MEMORY;
      // Device unavailable, operating system, not ready, system not ready, MPS, timeout.
      case 46, 304, 600, 802, 805, 807, 808, 809, 909 -> BUSY;
      // Deinitialized, context destroyed, and hardware errors of memory and links.
      case 4, 201, 214, 220, 226, 709 -> LOST;
      // A kernel corrupted the context; cuda.h requires a new process.
      case 700, 702, 710, 714, 715, 716, 717, 718, 719, 721 -> LOST;
      case 806, 810, 911, 999 -> LOST;
      default -> REFUSED;
    };
  }
}
