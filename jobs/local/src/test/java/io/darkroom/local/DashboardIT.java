package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs the page's browser tests in Chromium, on a complete stack with the demo. */
class DashboardIT {

  private static final Path DASHBOARD = Path.of("..", "..", "ingest-gateway", "dashboard");
  private static final Path OUTPUT = Path.of("target", "dashboard-e2e.log");

  @Test
  void passesTheBrowserTests() throws Exception {
    Path chromium =
        Path.of(Optional.ofNullable(System.getenv("CHROMIUM")).orElse("/usr/bin/chromium"));
    assumeTrue(
        Files.isExecutable(chromium),
        chromium + " does not exist: install Chromium, or set CHROMIUM to its path");
    assumeTrue(
        DashboardIT.class.getResource("/dashboard/index.html") != null,
        "the page was not built (skipDashboard)");
    try (TestStack stack = TestStack.start(Optional.empty(), true)) {
      Process tests = run(stack, chromium);
      assertThat(tests.waitFor(30, TimeUnit.MINUTES)).isTrue();
      assertThat(tests.exitValue()).describedAs(Files.readString(OUTPUT)).isZero();
    }
  }

  private static Process run(TestStack stack, Path chromium) throws IOException {
    ProcessBuilder command =
        new ProcessBuilder("npm", "run", "e2e")
            .directory(DASHBOARD.toFile())
            .redirectErrorStream(true)
            .redirectOutput(OUTPUT.toFile());
    command.environment().put("BASE_URL", stack.local().url());
    command.environment().put("CHROMIUM", chromium.toString());
    command.environment().put("CI", "true");
    command.environment().put("IMAGES", stack.data().resolve("images").toString());
    return command.start();
  }
}
