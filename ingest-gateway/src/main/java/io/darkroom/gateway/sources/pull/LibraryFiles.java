package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Predicate;

/** Finds files by names that others chose, inside a folder and nowhere else. */
final class LibraryFiles {

  private LibraryFiles() {}

  /** Throws {@link PullException} where it is missing, or leads out of the folder. */
  static Path find(Path folder, String name, Predicate<Path> kind, String what, String fix) {
    try {
      Path home = folder.toRealPath();
      Path found = home.resolve(name).toRealPath();
      if (found.startsWith(home) && kind.test(found)) {
        return found;
      }
    } catch (IOException | InvalidPathException e) {
      // As good as not there.
    }
    throw new PullException(
        Retry.NEVER,
        "%s: %s (expected: one of the gateway's library). %s".formatted(what, name, fix));
  }
}
