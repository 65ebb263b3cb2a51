package io.darkroom.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The CPU time of a Linux process, in µs, with a resolution of 10 ms.
 *
 * @param micros the time of all its threads, including those that have ended
 * @param threads the time of each live thread, by the system's thread id
 */
record ProcessCpu(long micros, Map<Long, Long> threads) {

  /** Linux reports times in units of 10 ms to every program, whatever the kernel's clock. */
  private static final long TICK_MICROS = 10_000;

  /** The field that follows the program's name in parentheses is the third. */
  private static final int UTIME = 14 - 3;

  ProcessCpu {
    threads = Map.copyOf(threads);
  }

  /** Reads the times that the process has used since it started. */
  static ProcessCpu read(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Map<Long, Long> threads = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
      for (Path task : tasks) {
        readThread(task, threads);
      }
    }
    return new ProcessCpu(micros(Files.readString(process.resolve("stat"))), threads);
  }

  private static void readThread(Path task, Map<Long, Long> threads) throws IOException {
    try {
      long id = Long.parseLong(task.getFileName().toString());
      threads.put(id, micros(Files.readString(task.resolve("stat"))));
    } catch (NoSuchFileException e) {
      // The thread has ended since the folder was listed.
    }
  }

  /**
   * The user and system time in a line of {@code /proc/PID/stat}.
   *
   * @param stat may have spaces and parentheses in the program's name
   */
  static long micros(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[UTIME + 1])) * TICK_MICROS;
  }

  /** The time used since an earlier reading. */
  ProcessCpu since(ProcessCpu earlier) {
    Map<Long, Long> used = new HashMap<>();
    threads.forEach((id, time) -> used.put(id, time - earlier.threads.getOrDefault(id, 0L)));
    return new ProcessCpu(micros - earlier.micros, used);
  }
}
