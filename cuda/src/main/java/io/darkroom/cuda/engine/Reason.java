package io.darkroom.cuda.engine;

import java.util.Locale;

/** The reason why pictures are processed on the CPU although there is a GPU. */
enum Reason {
  /** A filter of the chain has no kernels, or none that are up to date. */
  NO_KERNELS,
  /** The driver does not accept the kernels of a filter. */
  REFUSED,
  /** Not even one picture fits. */
  OUT_OF_MEMORY,
  /** The GPU or its driver did not respond in time. */
  BUSY,
  /** This process can no longer use the GPU. */
  DEVICE_LOST;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
