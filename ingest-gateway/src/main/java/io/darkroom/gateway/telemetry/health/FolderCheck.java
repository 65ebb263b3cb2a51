package io.darkroom.gateway.telemetry.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether files can be put into a folder, or into the one in which it would be made.
 *
 * @param folder need not be there yet
 * @param leastFreeBytes of its disk
 */
public record FolderCheck(Path folder, long leastFreeBytes) implements Checks.Check {

  @Override
  public String problem() throws IOException {
    Path there = nearest();
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return "%s: not writable (expected: a folder of this user's)".formatted(there);
    }
    long free = usableBytes();
    return free >= leastFreeBytes
        ? ""
        : "%s: %d bytes free (expected: %d or more)".formatted(there, free, leastFreeBytes);
  }

  /** What may still be written to its disk. */
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
