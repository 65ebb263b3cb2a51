package io.darkroom.telemetry.setting;

import java.io.Serializable;

/** Delivers the settings that operators change at run time to a job. */
@FunctionalInterface
public interface SettingSource extends Serializable {

  /** Delivers no settings. */
  SettingSource NONE = settings -> () -> {};

  /** Applies current and future settings on its own thread until the result is closed. */
  AutoCloseable follow(RuntimeSettings settings);
}
