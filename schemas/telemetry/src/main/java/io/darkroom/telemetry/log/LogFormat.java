package io.darkroom.telemetry.log;

import ch.qos.logback.core.PropertyDefinerBase;

/**
 * How lines are written: {@code json} or {@code text}, by DARKROOM_LOG_FORMAT; where that is not
 * set, {@code text} at a terminal and {@code json} elsewhere.
 */
public final class LogFormat extends PropertyDefinerBase {

  private boolean file;

  /** Whether lines go into a file, wherever the process was started. */
  public void setFile(boolean file) {
    this.file = file;
  }

  @Override
  public String getPropertyValue() {
    return of(System.getenv("DARKROOM_LOG_FORMAT"), !file && System.console() != null);
  }

  static String of(String asked, boolean terminal) {
    if ("json".equals(asked) || "text".equals(asked)) {
      return asked;
    }
    return terminal ? "text" : "json";
  }
}
