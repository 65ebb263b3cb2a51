package io.darkroom.gateway.telemetry.health;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether something that the gateway needs is there, since when, and what went wrong last. */
public final class Dependency {

  private static final Logger log = LoggerFactory.getLogger(Dependency.class);

  private final String name;
  private volatile State state = new State(false, Instant.now(), Duration.ZERO, "");

  /**
   * A moment's answer.
   *
   * @param since when it last changed between up and down
   * @param latency of the last answer; zero where it never answered
   * @param lastError kept after it came back; empty where there was none
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
   * It is there.
   *
   * @param latency that it took to say so
   */
  public synchronized void up(Duration latency) {
    if (!state.up()) {
      log.info("{}: up", name);
    }
    Instant since = state.up() ? state.since() : Instant.now();
    state = new State(true, since, latency, state.lastError());
  }

  public synchronized void down(String error) {
    if (state.up()) {
      log.warn("{}: down: {}", name, error);
    }
    Instant since = state.up() ? Instant.now() : state.since();
    state = new State(false, since, state.latency(), String.valueOf(error));
  }
}
