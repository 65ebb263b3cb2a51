package io.darkroom.gateway.health;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether something that the gateway needs is there, since when, and what went wrong last. */
public final class Dependency {

  private static final Logger log = LoggerFactory.getLogger(Dependency.class);

  private final String name;
  private volatile State state = new State(false, Instant.now(), "");

  /**
   * A moment's answer.
   *
   * @param since when it last changed between up and down
   * @param lastError kept after it came back; empty where there was none
   */
  public record State(boolean up, Instant since, String lastError) {}

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

  public synchronized void up() {
    if (!state.up()) {
      log.info("{}: up", name);
      state = new State(true, Instant.now(), state.lastError());
    }
  }

  public synchronized void down(String error) {
    if (state.up()) {
      log.warn("{}: down: {}", name, error);
    }
    state = new State(false, state.up() ? Instant.now() : state.since(), String.valueOf(error));
  }
}
