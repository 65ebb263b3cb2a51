package io.darkroom.gateway.telemetry.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks that files can be written to a folder. If it does not exist, checks the nearest existing
 * parent.
 *
 * @param leastFreeBytes required free space of its disk
 */
public record FolderCheck(Path folder, long leastFreeBytes) implements Checks.Check {

  @Override
  public String problem() throws IOException {
    Path there = nearest();
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return "%s: not writable (expected: a folder that this user can write to)".formatted(there);
    }
    long free = usableBytes();
    return free >= leastFreeBytes
        ? ""
        : "%s: %d bytes free (expected: %d or more)".formatted(there, free, leastFreeBytes);
  }

  /** Free space of its disk. */
  public long usableBytes() throws IOException {
    return Files.getFileStore(nearest()).getUsableSpace();
  }

  private Path nearest() {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }
}
