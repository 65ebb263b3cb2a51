package io.darkroom.gateway.telemetry.health;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that a scheduler does again and again. Schedulers stop without a word after a failure; this
 * work logs it, whatever it is, and is done again the next time.
 *
 * @param name says in the log what failed
 */
public record Recurring(String name, Runnable work) implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Recurring.class);

  @Override
  public void run() {
    try {
      work.run();
    } catch (Throwable e) {
      log.error("{}: failed; runs again the next time", name, e);
    }
  }
}
