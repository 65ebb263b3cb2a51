package io.darkroom.definition;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The accelerator that a caller requests for a chain. */
public enum Accelerator {
  /** The GPU if the job has one, otherwise the CPU. */
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
