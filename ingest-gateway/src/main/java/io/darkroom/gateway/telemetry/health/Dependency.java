package io.darkroom.gateway.telemetry.health;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The health of something that the gateway needs: up or down, since when, and the last error. */
public final class Dependency {

  private static final Logger log = LoggerFactory.getLogger(Dependency.class);

  private final String name;
  private volatile State state = new State(false, Instant.now(), Duration.ZERO, "");

  /**
   * The health at one moment.
   *
   * @param since the last change between up and down
   * @param latency of the last successful check; zero if none succeeded
   * @param lastError kept after recovery; empty if there was none
   */
  public record State(boolean up, Instant since, Duration latency, String lastError) {}

  public Dependency(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public State state() {
    return state;
  }

  public boolean isUp() {
    return state.up();
  }

  /**
   * Records a successful check.
   *
   * @param latency how long it took
   */
  public synchronized void up(Duration latency) {
    if (!state.up()) {
      log.info("{}: up", name);
    }
    Instant since = state.up() ? state.since() : Instant.now();
    state = new State(true, since, latency, state.lastError());
  }

  /** Records a failed check. */
  public synchronized void down(String error) {
    if (state.up()) {
      log.warn("{}: down: {}", name, error);
    }
    Instant since = state.up() ? Instant.now() : state.since();
    state = new State(false, since, state.latency(), String.valueOf(error));
  }
}
