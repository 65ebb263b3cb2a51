package io.darkroom.cli;

import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.config.AccessOptions;
import io.darkroom.gateway.config.TopicOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks the options before the stack starts. */
final class Preflight {

  private Preflight() {}

  /** A port and the option that chooses it. */
  record Port(String option, int number) {}

  /** Throws an exception with one line per problem. */
  static void require(
      AccessOptions access, List<Port> ports, Path data, int parallelism, TopicOptions topics) {
    List<String> problems = new ArrayList<>();
    check(access, problems);
    access.check(problems, false);
    Set<Integer> taken = new HashSet<>();
    for (Port port : ports) {
      check(port, taken, problems);
    }
    checkFolder(data, problems);
    if (parallelism < 1 || parallelism > 64) {
      problems.add(
          "--parallelism: %d (expected: 1 to 64). Choose a value in that range."
              .formatted(parallelism));
    }
    topics.check(problems);
    if (!problems.isEmpty()) {
      throw CommandException.failed(String.join(System.lineSeparator(), problems));
    }
  }

  private static void check(AccessOptions access, List<String> problems) {
    try {
      access.toConfig().requireSafe(access.host());
    } catch (DarkroomException e) {
      problems.add(e.getMessage());
    }
  }

  private static void check(Port port, Set<Integer> taken, List<String> problems) {
    int number = port.number();
    if (number < 0 || number > 65535) {
      problems.add("%s: %d (expected: 0 to 65535).".formatted(port.option(), number));
    } else if (number != 0 && !taken.add(number)) {
      problems.add(
          "%s: %d is used twice (expected: a different port for each option). Choose another."
              .formatted(port.option(), number));
    } else if (!free(number)) {
      problems.add(
          "%s: %d is in use (expected: a free port). Stop the program that uses it, or choose another."
              .formatted(port.option(), number));
    }
  }

  private static boolean free(int port) {
    return bindable(new InetSocketAddress(port))
        && bindable(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }

  private static boolean bindable(InetSocketAddress address) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(address);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void checkFolder(Path data, List<String> problems) {
    try {
      Files.createDirectories(data);
      Files.delete(Files.createTempFile(data, "writable", null));
    } catch (IOException e) {
      problems.add(
          "--data: %s is not writable (expected: a folder that you can write to). Choose another."
              .formatted(data.toAbsolutePath()));
    }
  }
}
