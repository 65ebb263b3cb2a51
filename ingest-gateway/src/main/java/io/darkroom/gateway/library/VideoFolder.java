package io.darkroom.gateway.library;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of videos: the plain files right inside it, by their names; neither hidden ones nor
 * links. Made when the first upload begins. Thread-safe; blocks on the disk.
 */
public record VideoFolder(Path path) {

  /** In the order of their names. */
  public List<Path> files() {
    try (Stream<Path> inside = Files.list(path)) {
      return inside.filter(VideoFolder::isPlain).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Throws {@code NOT_FOUND}, also for names that lead out of the folder. */
  public Path require(String videoId) {
    return find(videoId).orElseThrow(() -> unknown(videoId));
  }

  boolean contains(String videoId) {
    return find(videoId).isPresent();
  }

  /** Throws {@code NOT_FOUND} where there is no such video. */
  public void delete(String videoId) {
    try {
      Files.deleteIfExists(require(videoId));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Throws {@code CONFLICT} where something has that name already. */
  void requireFree(String name) {
    if (Files.exists(path.resolve(name), NOFOLLOW_LINKS)) {
      throw taken(name);
    }
  }

  /**
   * Moves a file in; throws {@code CONFLICT} rather than replace another. A link gives the finished
   * file its name at once, so that no crash can leave a video that is not whole.
   */
  void add(Path file, String name) {
    Path target = path.resolve(name);
    try {
      link(file, target);
    } catch (FileAlreadyExistsException e) {
      throw taken(name);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static void link(Path file, Path target) throws IOException {
    try {
      Files.createLink(target, file);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException e) {
      moveWithoutLinks(file, target);
      return;
    }
    Files.delete(file);
  }

  /**
   * Where the file system has no hard links. A move replaces what is there: an empty file holds the
   * place until it comes. After a crash in between, {@link #deletePlaceholder} takes it away.
   */
  static void moveWithoutLinks(Path file, Path target) throws IOException {
    Files.createFile(target);
    try {
      Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Files.deleteIfExists(target);
      throw e;
    }
  }

  /** Whether the video of that name is this very file: a crash came before its first name went. */
  boolean holds(Path file, String name) throws IOException {
    Path target = path.resolve(name);
    return isPlain(target) && Files.isSameFile(target, file);
  }

  /** Deletes an empty file that held the place of a complete upload when the gateway crashed. */
  void deletePlaceholder(String name) throws IOException {
    Path target = path.resolve(name);
    if (isPlain(target) && Files.size(target) == 0) {
      Files.deleteIfExists(target);
    }
  }

  private Optional<Path> find(String name) {
    try {
      Path file = path.resolve(name);
      boolean inside = path.equals(file.getParent()) && file.endsWith(name);
      return inside && isPlain(file) ? Optional.of(file) : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(Path file) {
    return !file.getFileName().toString().startsWith(".")
        && Files.isRegularFile(file, NOFOLLOW_LINKS);
  }

  /** Of a file that was there a moment ago. */
  static DarkroomException gone(Path file) {
    return unknown(file.getFileName().toString());
  }

  private static DarkroomException unknown(String videoId) {
    return DarkroomException.notFound("video", videoId, "List the videos to see which.");
  }

  private static DarkroomException taken(String name) {
    return new DarkroomException(
            ErrorCode.CONFLICT,
            "name: %s (expected: one that no video has yet). Choose another, or delete that video."
                .formatted(name))
        .about("video", name);
  }

  static DarkroomException unusable(IOException cause) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "folder of videos: %s (expected: one that can be read and written). Check the disk."
            .formatted(cause.getMessage()),
        cause);
  }
}
