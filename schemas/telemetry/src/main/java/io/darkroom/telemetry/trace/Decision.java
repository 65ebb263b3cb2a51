package io.darkroom.telemetry.trace;

import java.util.Locale;

/** Why a trace is kept. */
public enum Decision {
  /** The caller's own trace is. */
  PARENT,
  /** The caller asked for it. */
  ASKED,
  /** Its stream has a ratio of its own. */
  STREAM,
  /** It was drawn from the budget of traces per second. */
  BUDGET,
  /** Something failed, or a frame was rejected. */
  ERROR,
  /** Another accelerator did the work than the one asked for. */
  FALLBACK,
  /** It was among the slowest 1 %. */
  SLOW,
  /** The job found it worth keeping. */
  JOB;

  /** As metrics name it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
