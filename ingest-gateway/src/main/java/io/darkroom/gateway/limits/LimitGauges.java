package io.darkroom.gateway.limits;

import java.util.function.LongSupplier;

/** Receives limits, their use and refusals, to show them as metrics. Thread-safe. */
public interface LimitGauges {

  /** Adds a limit. */
  void limited(String what, long most);

  /** Adds the use of a limit. */
  void used(String what, LongSupplier used);

  /** Counts a refusal. */
  void refused(String what);
}
