package io.darkroom.gateway.telemetry.health;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Runs the health checks that do not block, twice a second, on its own thread. Closed by its owner.
 */
public final class Checks implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(500);

  /** Checks one dependency. */
  public interface Check {

    /** The problem; empty if healthy. */
    String problem() throws Exception;
  }

  private final Map<Dependency, Check> checks;
  private final Runnable afterwards;
  private final ScheduledExecutorService scheduler =
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
   * Runs the checks once, then periodically.
   *
   * @param afterwards runs after each round of checks; must not block
   */
  public static Checks start(Map<Dependency, Check> checks, Runnable afterwards) {
    Checks started = new Checks(checks, afterwards);
    started.runAll();
    started.scheduler.scheduleWithFixedDelay(
        new Recurring("health checks", started::runAll),
        PERIOD.toMillis(),
        PERIOD.toMillis(),
        TimeUnit.MILLISECONDS);
    return started;
  }

  private void runAll() {
    checks.forEach(Checks::run);
    afterwards.run();
  }

  private static void run(Dependency dependency, Check check) {
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
    scheduler.shutdownNow();
  }
}
