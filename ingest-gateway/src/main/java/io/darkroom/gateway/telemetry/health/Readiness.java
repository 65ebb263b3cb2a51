package io.darkroom.gateway.telemetry.health;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Decides whether the gateway should receive traffic: all conditions hold and it is not shutting
 * down. Thread-safe.
 */
public final class Readiness {

  /** A named condition of readiness. */
  public record Condition(String name, BooleanSupplier holds) {}

  private final List<Condition> conditions;
  private volatile boolean draining;

  public Readiness(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /** Makes the gateway unready for good. */
  public void drain() {
    draining = true;
  }

  public boolean isDraining() {
    return draining;
  }

  /** The names of the conditions that do not hold; empty if ready. */
  public List<String> missing() {
    if (draining) {
      return List.of("draining");
    }
    return conditions.stream()
        .filter(condition -> !condition.holds().getAsBoolean())
        .map(Condition::name)
        .toList();
  }
}
