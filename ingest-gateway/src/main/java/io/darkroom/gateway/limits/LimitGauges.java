package io.darkroom.gateway.limits;

import java.util.function.LongSupplier;

/** Shows limits, their use and what they refused. Thread-safe. */
public interface LimitGauges {

  /** There is a most of something. */
  void limited(String what, long most);

  /** How much of a limit is used. */
  void used(String what, LongSupplier used);

  /** Something found no room. */
  void refused(String what);
}
