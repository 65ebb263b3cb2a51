package io.darkroom.cuda.engine;

import java.util.Locale;

/** Why pictures go through the CPU though there is a GPU. */
enum Reason {
  /** Some filter of the chain has no kernels. */
  NO_KERNELS,
  /** The driver does not accept the kernels of a filter. */
  REFUSED,
  /** Not even one picture fits. */
  OUT_OF_MEMORY,
  /** The GPU or its driver is occupied by others for long. */
  BUSY,
  DEVICE_LOST;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
