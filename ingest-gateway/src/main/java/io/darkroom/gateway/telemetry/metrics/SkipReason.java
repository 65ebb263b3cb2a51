package io.darkroom.gateway.telemetry.metrics;

import java.util.Locale;

/** Why bytes of a pushed body belong to no frame. */
public enum SkipReason {
  /** Boundaries and headers of its parts. */
  FRAMING,

  /** A picture that belongs to the one before, such as the gain map of a phone's photo. */
  PART,

  /** Whatever else lies between the images. */
  OTHER;

  /** The value of the label. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
