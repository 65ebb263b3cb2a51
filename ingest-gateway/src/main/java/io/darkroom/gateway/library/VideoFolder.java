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
 * The video folder: the regular files directly inside it, except hidden ones and links. Created by
 * the first upload. Thread-safe; blocks on disk access.
 */
public record VideoFolder(Path path) {

  /** Lists the files in name order. */
  public List<Path> files() {
    try (Stream<Path> inside = Files.list(path)) {
      return inside.filter(VideoFolder::isPlain).sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Returns the file of a video. Throws {@code NOT_FOUND}, also for names that lead out of the
   * folder.
   */
  public Path require(String videoId) {
    return find(videoId).orElseThrow(() -> unknown(videoId));
  }

  boolean contains(String videoId) {
    return find(videoId).isPresent();
  }

  /** Deletes a video. Throws {@code NOT_FOUND} if it does not exist. */
  public void delete(String videoId) {
    try {
      Files.deleteIfExists(require(videoId));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** Throws {@code CONFLICT} if the name is taken, in any spelling. */
  void requireFree(String name) {
    try {
      if (FileNames.spellings(name).anyMatch(n -> Files.exists(path.resolve(n), NOFOLLOW_LINKS))) {
        throw taken(name);
      }
    } catch (InvalidPathException e) {
      throw DarkroomException.invalid(
          "name",
          "name: %s (expected: one that the gateway's file system takes). %s"
              .formatted(name, "Start the gateway with LC_ALL=C.UTF-8, or choose another name."));
    }
  }

  /**
   * Moves a file into the folder; throws {@code CONFLICT} instead of replacing another. Creating a
   * hard link is atomic, so that a crash cannot leave an incomplete video.
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
   * For file systems without hard links. A move would replace an existing file, so an empty
   * placeholder reserves the name first. After a crash in between, {@link #deletePlaceholder}
   * removes it.
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

  /**
   * Whether the video of that name is the same file as the part: a crash came before the part was
   * deleted.
   */
  boolean holds(Path file, String name) throws IOException {
    Path target = path.resolve(name);
    return isPlain(target) && Files.isSameFile(target, file);
  }

  /** Deletes the placeholder of a complete upload that a crash left. */
  void deletePlaceholder(String name) throws IOException {
    Path target = path.resolve(name);
    if (isPlain(target) && Files.size(target) == 0) {
      Files.deleteIfExists(target);
    }
  }

  private Optional<Path> find(String name) {
    return FileNames.spellings(name).flatMap(spelling -> plain(spelling).stream()).findFirst();
  }

  private Optional<Path> plain(String name) {
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

  /** Reports a file that has just disappeared. */
  static DarkroomException gone(Path file) {
    return unknown(file.getFileName().toString());
  }

  private static DarkroomException unknown(String videoId) {
    return DarkroomException.notFound("video", videoId, "List the videos to see which exist.");
  }

  private static DarkroomException taken(String name) {
    return new DarkroomException(
            ErrorCode.CONFLICT,
            "name: %s (expected: a name that no video has). Choose another, or delete that video."
                .formatted(name))
        .about("video", name);
  }

  static DarkroomException unusable(IOException cause) {
    return new DarkroomException(
        ErrorCode.UNAVAILABLE,
        "folder of videos: %s (expected: a readable and writable folder). Check the disk."
            .formatted(cause.getMessage()),
        cause);
  }
}
