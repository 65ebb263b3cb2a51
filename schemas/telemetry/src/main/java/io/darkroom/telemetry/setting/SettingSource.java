package io.darkroom.telemetry.setting;

import java.io.Serializable;

/** Where a job hears of what operators change while it runs. */
@FunctionalInterface
public interface SettingSource extends Serializable {

  /** Of a job that hears of nothing. */
  SettingSource NONE = settings -> () -> {};

  /** Applies what there is and what comes, on a thread of its own, until that is closed. */
  AutoCloseable follow(RuntimeSettings settings);
}
