package io.darkroom.engine;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Identifies a GPU. A UUID identifies the same GPU everywhere; an index is a position in CUDA's
 * list of one process, which may differ from that of {@code nvidia-smi}.
 *
 * @param text {@code GPU-<uuid>}, {@code MIG-<uuid>} for a MIG instance, or an index from 0
 */
public record GpuId(String text) {

  private static final Pattern UUID =
      Pattern.compile("(GPU|MIG)-\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
  private static final Pattern INDEX = Pattern.compile("\\d{1,4}");
  private static final int PREFIX = "GPU-".length();

  public GpuId {
    if (UUID.matcher(text).matches()) {
      text = text.substring(0, PREFIX) + text.substring(PREFIX).toLowerCase(Locale.ROOT);
    } else if (INDEX.matcher(text).matches()) {
      text = Integer.toString(Integer.parseInt(text));
    } else {
      throw new IllegalArgumentException(
          ("gpu: %s (expected: a UUID such as GPU-3f1d9f2c-8a7b-4c6d-9e0f-112233445566, one that"
                  + " begins with MIG-, or an index such as 0). Copy it from nvidia-smi -L.")
              .formatted(text));
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
