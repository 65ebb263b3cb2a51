package io.darkroom.definition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a caller asks a chain to run on. */
public enum Accelerator {
  /** The GPU where there is one, else the CPU. */
  AUTO,
  CPU,
  CUDA;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Accelerator> parse(String text) {
    return Arrays.stream(values()).filter(a -> a.text().equals(text)).findFirst();
  }
}
