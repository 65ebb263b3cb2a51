package io.darkroom.telemetry.trace;

import java.util.Locale;

/** The reason why a trace is kept. */
public enum Decision {
  /** The caller's trace is sampled. */
  PARENT,
  /** The caller asked for it. */
  ASKED,
  /** It was drawn by the trace ratio of its stream. */
  STREAM,
  /** It was drawn from the budget of traces per second. */
  BUDGET,
  /** Something failed, or a frame was rejected. */
  ERROR,
  /** The chain ran on another accelerator than the requested one. */
  FALLBACK,
  /** It was among the slowest 1 %. */
  SLOW,
  /** The job decided to keep it. */
  JOB;

  /** Returns the name in metrics. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
