package io.darkroom.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The complete names of the threads of a JVM, by the system's thread id. The names under {@code
 * /proc} are cut to 15 characters.
 */
record ThreadNames(Map<Long, String> names) {

  private static final Pattern THREAD = Pattern.compile("\"(.*)\" .*\\bnid=0x(\\p{XDigit}+).*");

  ThreadNames {
    names = Map.copyOf(names);
  }

  /** Asks a JVM of the same user with the JDK's {@code jcmd}. */
  static ThreadNames read(long pid) throws IOException {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    Process print =
        new ProcessBuilder(jcmd, Long.toString(pid), "Thread.print")
            .redirectErrorStream(true)
            .start();
    try (BufferedReader lines = print.inputReader()) {
      ThreadNames names = parse(lines);
      if (names.names.isEmpty()) {
        throw new IOException("jcmd lists no threads");
      }
      return names;
    }
  }

  /** Reads the output of {@code jcmd PID Thread.print}. */
  static ThreadNames parse(BufferedReader lines) {
    Map<Long, String> names = new HashMap<>();
    lines
        .lines()
        .map(THREAD::matcher)
        .filter(Matcher::matches)
        .forEach(thread -> names.put(Long.parseLong(thread.group(2), 16), thread.group(1)));
    return new ThreadNames(names);
  }

  /** Empty if the thread is not the JVM's, or has ended. */
  String of(long thread) {
    return names.getOrDefault(thread, "");
  }
}
