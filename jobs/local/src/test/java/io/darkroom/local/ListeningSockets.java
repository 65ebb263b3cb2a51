package io.darkroom.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The addresses on which a process listens, as Linux reports them. */
final class ListeningSockets {

  private static final String LISTENING = "0A";
  private static final Set<String> LOOPBACK =
      Set.of("0100007F", "00000000000000000000000001000000", "0000000000000000FFFF00000100007F");

  private ListeningSockets() {}

  /** Returns those that other machines can reach, as {@code address:port} in hexadecimal. */
  static List<String> reachable(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> inodes = sockets(process.resolve("fd"));
    return Stream.concat(rows(process, "tcp"), rows(process, "tcp6"))
        .filter(row -> row[3].equals(LISTENING) && inodes.contains(row[9]))
        .map(row -> row[1])
        .filter(address -> !LOOPBACK.contains(address.replaceFirst(":.*", "")))
        .toList();
  }

  private static Stream<String[]> rows(Path process, String protocol) throws IOException {
    return Files.readAllLines(process.resolve("net").resolve(protocol)).stream()
        .skip(1)
        .map(line -> line.strip().split("\\s+"));
  }

  private static Set<String> sockets(Path descriptors) throws IOException {
    try (Stream<Path> all = Files.list(descriptors)) {
      return all.map(ListeningSockets::target)
          .filter(target -> target.startsWith("socket:["))
          .map(target -> target.replaceAll("\\D", ""))
          .collect(Collectors.toSet());
    }
  }

  /** Empty if the descriptor has been closed meanwhile. */
  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
