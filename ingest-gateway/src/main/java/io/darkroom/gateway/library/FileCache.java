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
 * What was found out about files, for as long as they do not change: a bounded number of answers,
 * of which the one that was longest not asked for goes first. Who asks while another finds out
 * waits. That a file is not what it should be is remembered for a short time; any other failure,
 * such as of the disk, is forgotten at once, and the next to ask tries again. Thread-safe.
 */
final class FileCache<V> {

  /** For how long a refusal of a file holds. */
  static final Duration REFUSED = Duration.ofSeconds(30);

  private record Version(Path file, long bytes, FileTime modified) {}

  private final class Answer extends FutureTask<V> {

    private final long askedNanos = nanoTime.getAsLong();
    private volatile boolean refused;

    Answer(Path file) {
      super(() -> find.apply(file));
    }

    boolean isOver() {
      return refused && nanoTime.getAsLong() - askedNanos > REFUSED.toNanos();
    }
  }

  private final Map<Version, Answer> answers;
  private final Function<Path, V> find;
  private final LongSupplier nanoTime;

  FileCache(int capacity, Function<Path, V> find) {
    this(capacity, find, System::nanoTime);
  }

  FileCache(int capacity, Function<Path, V> find, LongSupplier nanoTime) {
    this.find = find;
    this.nanoTime = nanoTime;
    this.answers =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Version, Answer> eldest) {
            return size() > capacity;
          }
        };
  }

  /** Throws what finding out threw. */
  V get(Path file) {
    Version version = version(file);
    Answer answer = answer(version);
    answer.run();
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (isRefusal(e.getCause())) {
        answer.refused = true;
      } else {
        forget(version, answer);
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
            "file: %s was not read (expected: one that can be). Try again."
                .formatted(file.getFileName()),
            cause);
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

  private synchronized Answer answer(Version version) {
    return answers.compute(
        version, (v, known) -> known == null || known.isOver() ? new Answer(v.file()) : known);
  }

  private synchronized void forget(Version version, Answer answer) {
    answers.remove(version, answer);
  }
}
