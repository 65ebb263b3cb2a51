package io.darkroom.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the process that listens on a TCP port of this machine, on Linux. */
final class ListeningProcess {

  private static final List<Path> SOCKETS =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final String LISTEN = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private ListeningProcess() {}

  /** Empty if there is none that this user may look into. */
  static Optional<Long> find(int port) throws IOException {
    Set<String> sockets = new HashSet<>();
    for (Path table : SOCKETS) {
      if (Files.exists(table)) {
        sockets.addAll(sockets(Files.readAllLines(table), port));
      }
    }
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> holds(pid, sockets))
        .findFirst();
  }

  /**
   * The sockets that listen on the port, as their links under {@code /proc/PID/fd} name them.
   *
   * @param table the lines of {@code /proc/net/tcp}
   */
  static List<String> sockets(List<String> table, int port) {
    String suffix = ":%04X".formatted(port);
    return table.stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+"))
        .filter(fields -> fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTEN))
        .map(fields -> "socket:[" + fields[INODE] + "]")
        .toList();
  }

  private static boolean holds(long pid, Set<String> sockets) {
    Path files = Path.of("/proc", Long.toString(pid), "fd");
    try (DirectoryStream<Path> links = Files.newDirectoryStream(files)) {
      for (Path link : links) {
        if (sockets.contains(target(link))) {
          return true;
        }
      }
    } catch (IOException e) {
      // Another user's process, or one that has ended.
    }
    return false;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
