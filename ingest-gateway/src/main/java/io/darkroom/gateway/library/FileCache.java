package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.ErrorCode.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Caches results computed from files until the files change. Bounded; evicts the least recently
 * used. The first caller computes a result on its own thread, and concurrent callers wait for it. A
 * refusal of the file's content is cached for {@link #REFUSED}; other failures, such as of the
 * disk, are not, so that the next call tries again. Not Caffeine, which computes under the lock of
 * its map or on an executor and logs each failure. Thread-safe.
 */
final class FileCache<V> {

  /** How long a refusal of a file is cached. */
  static final Duration REFUSED = Duration.ofSeconds(30);

  private record Version(Path file, long bytes, FileTime modified) {}

  private final class Result extends FutureTask<V> {

    private final long startedNanos = nanoTime.getAsLong();
    private volatile boolean refused;

    Result(Path file) {
      super(() -> compute.apply(file));
    }

    boolean isExpired() {
      return refused && nanoTime.getAsLong() - startedNanos > REFUSED.toNanos();
    }
  }

  private final Map<Version, Result> results;
  private final Function<Path, V> compute;
  private final LongSupplier nanoTime;

  FileCache(int capacity, Function<Path, V> compute) {
    this(capacity, compute, System::nanoTime);
  }

  FileCache(int capacity, Function<Path, V> compute, LongSupplier nanoTime) {
    this.compute = compute;
    this.nanoTime = nanoTime;
    this.results =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Version, Result> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Returns the result for a file, or throws the failure of its computation. */
  V get(Path file) {
    Version version = version(file);
    Result result = result(version);
    result.run();
    try {
      return result.get();
    } catch (ExecutionException e) {
      if (isRefusal(e.getCause())) {
        result.refused = true;
      } else {
        forget(version, result);
      }
      throw failure(file, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(file, e);
    }
  }

  private static boolean isRefusal(Throwable cause) {
    return cause instanceof DarkroomException refusal
        && refusal.code().category() == Category.USER
        && refusal.code() != ErrorCode.NOT_FOUND;
  }

  private static RuntimeException failure(Path file, Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure
        ? failure
        : new DarkroomException(
            ErrorCode.UNAVAILABLE,
            "file: %s was not read (expected: a readable file). Try again."
                .formatted(file.getFileName()),
            cause);
  }

  /** Identifies the current state of a file. */
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

  private synchronized Result result(Version version) {
    return results.compute(
        version, (v, known) -> known == null || known.isExpired() ? new Result(v.file()) : known);
  }

  private synchronized void forget(Version version, Result result) {
    results.remove(version, result);
  }
}
