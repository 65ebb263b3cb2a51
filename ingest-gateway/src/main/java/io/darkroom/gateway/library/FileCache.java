package io.darkroom.gateway.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * What was found out about files, for as long as they do not change: a bounded number of answers,
 * of which the one that was longest not asked for goes first. Who asks while another finds out
 * waits. Thread-safe.
 */
final class FileCache<V> {

  private record Version(Path file, long bytes, FileTime modified) {}

  private final Map<Version, FutureTask<V>> answers;
  private final Function<Path, V> find;

  FileCache(int capacity, Function<Path, V> find) {
    this.find = find;
    this.answers =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Version, FutureTask<V>> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Throws what finding out threw, also when it is asked for again. */
  V get(Path file) {
    FutureTask<V> task = task(version(file));
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The one thing that tells this state of a file from every other. */
  static String etag(Path file) {
    Version version = version(file);
    return "\"%x-%x\"".formatted(version.bytes(), version.modified().toMillis());
  }

  private static Version version(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Version(file, attributes.size(), attributes.lastModifiedTime());
    } catch (NoSuchFileException e) {
      throw VideoFolder.gone(file);
    } catch (IOException e) {
      throw VideoFolder.unusable(e);
    }
  }

  private synchronized FutureTask<V> task(Version version) {
    return answers.computeIfAbsent(version, v -> new FutureTask<>(() -> find.apply(v.file())));
  }
}
