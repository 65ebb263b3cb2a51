package io.darkroom.gateway.telemetry.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A periodic task that survives failures. A scheduler silently drops a task that throws; this one
 * logs the failure and runs again.
 *
 * @param name names the task in the log
 */
public record Recurring(String name, Runnable work) implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Recurring.class);

  @Override
  public void run() {
    try {
      work.run();
    } catch (Throwable e) {
      log.error("{}: failed, will run again", name, e);
    }
  }
}
