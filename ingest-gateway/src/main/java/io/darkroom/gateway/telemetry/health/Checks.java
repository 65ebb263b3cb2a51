package io.darkroom.gateway.telemetry.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks twice a second at the dependencies that answer without waiting, and tells whether the
 * gateway is ready. One thread of its own. Closed by who started it.
 */
public final class Checks implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(500);

  /** One look at a dependency. */
  public interface Check {

    /** What is wrong; empty where nothing is. */
    String problem() throws Exception;
  }

  private final Map<Dependency, Check> checks;
  private final Runnable afterwards;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "darkroom-health");
            thread.setDaemon(true);
            return thread;
          });

  private Checks(Map<Dependency, Check> checks, Runnable afterwards) {
    this.checks = Map.copyOf(checks);
    this.afterwards = afterwards;
  }

  /**
   * Looks once, and from now on.
   *
   * @param afterwards is run after each look; must not block
   */
  public static Checks start(Map<Dependency, Check> checks, Runnable afterwards) {
    Checks started = new Checks(checks, afterwards);
    started.look();
    started.looks.scheduleWithFixedDelay(
        new Recurring("health checks", started::look),
        PERIOD.toMillis(),
        PERIOD.toMillis(),
        TimeUnit.MILLISECONDS);
    return started;
  }

  private void look() {
    checks.forEach(Checks::look);
    afterwards.run();
  }

  private static void look(Dependency dependency, Check check) {
    long startNanos = System.nanoTime();
    String problem;
    try {
      problem = check.problem();
    } catch (Exception | LinkageError e) {
      problem = e.toString();
    }
    if (problem.isEmpty()) {
      dependency.up(Duration.ofNanos(System.nanoTime() - startNanos));
    } else {
      dependency.down(problem);
    }
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
