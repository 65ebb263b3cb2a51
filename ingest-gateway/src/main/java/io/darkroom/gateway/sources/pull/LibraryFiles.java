package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.gateway.library.FileNames;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds files by untrusted names, without leaving a folder. */
final class LibraryFiles {

  private LibraryFiles() {}

  /**
   * Finds a file by its name, which may be percent-encoded; a file that really has a name with such
   * escapes comes first. Throws {@link PullException} if the file is missing or outside the folder.
   */
  static Path find(Path folder, String name, Predicate<Path> kind, String what, String fix) {
    return Stream.concat(Stream.of(name), decoded(name).stream())
        .flatMap(FileNames::spellings)
        .flatMap(spelling -> inside(folder, spelling, kind).stream())
        .findFirst()
        .orElseThrow(
            () ->
                new PullException(
                    Retry.NEVER,
                    "%s: %s (expected: one in the gateway's library). %s"
                        .formatted(what, name, fix)));
  }

  private static Optional<Path> inside(Path folder, String name, Predicate<Path> kind) {
    try {
      Path home = folder.toRealPath();
      Path found = home.resolve(name).toRealPath();
      return Optional.of(found).filter(path -> path.startsWith(home) && kind.test(path));
    } catch (IOException | InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Empty also for names that lead into a folder or to a hidden file only when decoded. */
  private static Optional<String> decoded(String name) {
    try {
      return Optional.of(name)
          .filter(encoded -> encoded.contains("%"))
          .map(encoded -> URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8))
          .filter(plain -> plain.matches("[^./\\\\][^/\\\\]*"));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
