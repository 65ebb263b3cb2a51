package io.darkroom.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The JVMs of the measured stack.
 *
 * @param pids empty if they cannot be read
 * @param missing why they cannot be read; empty if they can
 */
public record StackProcesses(List<Long> pids, String missing) {

  public StackProcesses {
    pids = List.copyOf(pids);
  }

  /** The given processes, or else the one that listens on the gateway's port. */
  public static StackProcesses find(List<Long> given, String gatewayUrl) {
    if (!Files.isDirectory(Path.of("/proc/self/task"))) {
      return missing("CPU times are read from /proc, which only Linux has");
    }
    try {
      return given.isEmpty() ? listeningAt(URI.create(gatewayUrl)) : readable(given);
    } catch (IOException e) {
      return missing(e.getMessage());
    }
  }

  private static StackProcesses listeningAt(URI gateway) throws IOException {
    if (isThisMachine(gateway.getHost())) {
      Optional<Long> process = ListeningProcess.find(port(gateway));
      if (process.isPresent()) {
        return readable(List.of(process.get()));
      }
    }
    return missing(
        "no process of this user and machine listens at %s; name the stack's processes with --pid"
            .formatted(gateway));
  }

  private static int port(URI url) throws IOException {
    return url.getPort() < 0 ? url.toURL().getDefaultPort() : url.getPort();
  }

  private static boolean isThisMachine(String host) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
  }

  /** Reads everything once, so that a measurement does not fail at its end. */
  private static StackProcesses readable(List<Long> pids) throws IOException {
    for (long pid : pids) {
      ProcessCpu.read(pid);
      ThreadNames.read(pid);
    }
    return new StackProcesses(pids, "");
  }

  private static StackProcesses missing(String why) {
    return new StackProcesses(List.of(), why);
  }
}
