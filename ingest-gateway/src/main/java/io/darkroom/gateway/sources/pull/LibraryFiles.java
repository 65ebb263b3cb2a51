package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Finds files by untrusted names, without leaving a folder. */
final class LibraryFiles {

  private LibraryFiles() {}

  /** Throws {@link PullException} if the file is missing or outside the folder. */
  static Path find(Path folder, String name, Predicate<Path> kind, String what, String fix) {
    try {
      Path home = folder.toRealPath();
      Path found = home.resolve(name).toRealPath();
      if (found.startsWith(home) && kind.test(found)) {
        return found;
      }
    } catch (IOException | InvalidPathException e) {
      // Treated as missing.
    }
    throw new PullException(
        Retry.NEVER,
        "%s: %s (expected: one in the gateway's library). %s".formatted(what, name, fix));
  }
}
