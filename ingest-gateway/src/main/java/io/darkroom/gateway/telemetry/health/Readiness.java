package io.darkroom.gateway.telemetry.health;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether the gateway should get traffic: everything it needs is there and it is not shutting down.
 * Thread-safe.
 */
public final class Readiness {

  /** Something that must hold; the name says what does not where it does not. */
  public record Condition(String name, BooleanSupplier holds) {}

  private final List<Condition> conditions;
  private volatile boolean draining;

  public Readiness(List<Condition> conditions) {
    this.conditions = List.copyOf(conditions);
  }

  /** From now on it is not ready, for good. */
  public void drain() {
    draining = true;
  }

  public boolean isDraining() {
    return draining;
  }

  /** What is missing; empty where it is ready. */
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
