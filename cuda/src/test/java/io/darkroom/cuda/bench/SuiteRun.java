package io.darkroom.cuda.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs the module's tests without Maven. Usage: {@code SuiteRun FILE}; writes a table of the test
 * classes, and exits with status 1 if a test fails. To select classes: {@code
 * -Ddarkroom.tests=.*KernelEqualityTest}.
 */
public final class SuiteRun {

  /** Tag of tests that need the source tree or a compiler, but no GPU. */
  public static final String NEEDS_SOURCES = "sources";

  private static final String PACKAGE = "io.darkroom.cuda";
  private static final String PATTERN = System.getProperty("darkroom.tests", ".*Test");

  private SuiteRun() {}

  public static void main(String[] arguments) throws IOException {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClasspathRoots(Set.of(ownClasses())))
            .filters(
                ClassNameFilter.includeClassNamePatterns(PATTERN),
                TagFilter.excludeTags(NEEDS_SOURCES))
            .build();
    Tally tally = new Tally();
    LauncherFactory.create().execute(request, tally);
    tally.write(Path.of(arguments[0]));
    System.out.print(Files.readString(Path.of(arguments[0])));
    System.exit(tally.failed() ? 1 : 0);
  }

  /** JUnit does not find packages in a jar without folder entries, so it scans the whole jar. */
  private static Path ownClasses() {
    try {
      return Path.of(SuiteRun.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Counts passed, failed and skipped tests by class. */
  private static final class Tally implements TestExecutionListener {

    private enum Outcome {
      PASSED,
      FAILED,
      SKIPPED
    }

    private final Map<String, int[]> counts = new TreeMap<>();
    private boolean failed;

    /** Prints the class, so that you can see where a run hangs. */
    @Override
    public void executionStarted(TestIdentifier test) {
      if (test.isContainer() && test.getUniqueId().endsWith("Test]")) {
        System.out.printf("%tT %s%n", LocalTime.now(), className(test));
      }
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      count(test, Outcome.SKIPPED);
      System.out.printf("skipped %s: %s%n", test.getDisplayName(), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      switch (result.getStatus()) {
        case SUCCESSFUL -> {
          if (test.isTest()) {
            count(test, Outcome.PASSED);
          }
        }
        case ABORTED -> {
          count(test, Outcome.SKIPPED);
          System.out.printf("skipped %s%n", describe(test, result));
        }
        case FAILED -> {
          failed = true;
          count(test, Outcome.FAILED);
          System.out.printf("FAILED %s%n", describe(test, result));
        }
      }
    }

    private static String describe(TestIdentifier test, TestExecutionResult result) {
      return test.getUniqueId()
          + ": "
          + result.getThrowable().map(Throwable::toString).orElse("no reason");
    }

    private void count(TestIdentifier test, Outcome outcome) {
      counts
          .computeIfAbsent(className(test), name -> new int[Outcome.values().length])[
          outcome.ordinal()]++;
    }

    private static String className(TestIdentifier test) {
      return test.getUniqueIdObject().getSegments().stream()
          .filter(segment -> segment.getType().equals("class"))
          .map(segment -> segment.getValue().substring(PACKAGE.length() + 1))
          .findFirst()
          .orElse("others");
    }

    /** Returns whether a test failed, or none was found. */
    boolean failed() {
      return failed || counts.isEmpty();
    }

    void write(Path file) throws IOException {
      try (PrintWriter out =
          new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
        out.printf("### Tests%n%n| class | passed | failed | skipped |%n|---|---|---|---|%n");
        counts.forEach(
            (name, count) ->
                out.printf("| %s | %d | %d | %d |%n", name, count[0], count[1], count[2]));
        out.printf(
            "%nTests that need the source tree are not included; `./mvnw verify` runs them.%n%n");
      }
    }
  }
}
