package io.darkroom.gateway.policy;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.telemetry.health.Checks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force. Each check of its health reads the file again. A file that is wrong is a
 * problem, and the earlier policy stays in force. Thread-safe.
 */
public final class PolicySource implements Checks.Check {

  private static final Logger log = LoggerFactory.getLogger(PolicySource.class);

  private final Optional<Path> file;
  private volatile Policy policy = Policy.BUILT_IN;
  private String used = "";
  private String problem = "";

  private PolicySource(Optional<Path> file) {
    this.file = file;
  }

  /**
   * Reads the file; without one, only the built-in roles exist.
   *
   * @throws DarkroomException if the file cannot be read, or with every problem of it
   */
  public static PolicySource open(Optional<Path> file) {
    PolicySource source = new PolicySource(file);
    file.ifPresent(
        path -> {
          source.used = read(path);
          source.policy = PolicyFile.parse(path, source.used);
        });
    return source;
  }

  public Policy current() {
    return policy;
  }

  @Override
  public synchronized String problem() {
    if (file.isEmpty()) {
      return "";
    }
    try {
      use(read(file.get()));
    } catch (DarkroomException e) {
      report(e.getMessage());
    }
    return problem;
  }

  private void use(String content) {
    if (content.equals(used)) {
      return;
    }
    used = content;
    policy = PolicyFile.parse(file.get(), content);
    problem = "";
    log.info("policy: {} has changed and is in force", file.get());
  }

  private void report(String found) {
    if (!found.equals(problem)) {
      problem = found;
      log.error("policy: the earlier one stays in force: {}", found);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw DarkroomException.invalid(
          "policy",
          "--policy: %s cannot be read (expected: a file of roles and bindings). Correct it."
              .formatted(file));
    }
  }
}
