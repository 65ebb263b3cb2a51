package io.darkroom.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.Uninterruptibles;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FileCacheTest {

  @TempDir Path folder;

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("file"), "content");
  }

  static Stream<Throwable> transientFailures() {
    return Stream.of(
        new UncheckedIOException(new IOException("too many open files")),
        new DarkroomException(ErrorCode.UNAVAILABLE, "disk"),
        new DarkroomException(ErrorCode.TIMEOUT, "no answer in time"),
        new IllegalStateException(new InterruptedException()),
        new OutOfMemoryError("native"),
        new UnsatisfiedLinkError("no room to unpack a library"));
  }

  @ParameterizedTest
  @MethodSource("transientFailures")
  void retriesATransientFailureAtTheNextCall(Throwable failure) {
    FileCache<String> cache = cache(f -> failOnce(failure));

    assertThatThrownBy(() -> cache.get(file)).isSameAs(failure);
    assertThat(cache.get(file)).isEqualTo("found");
    assertThat(cache.get(file)).isEqualTo("found");
    assertThat(calls).hasValue(2);
  }

  @Test
  void cachesARefusalForAShortTime() {
    DarkroomException refusal = new DarkroomException(ErrorCode.INVALID_VIDEO, "no video");
    FileCache<String> cache = cache(f -> failOnce(refusal));

    assertThatThrownBy(() -> cache.get(file)).isSameAs(refusal);
    nanos.addAndGet(FileCache.REFUSED.toNanos());
    assertThatThrownBy(() -> cache.get(file)).isSameAs(refusal);
    nanos.incrementAndGet();
    assertThat(cache.get(file)).isEqualTo("found");
  }

  @Test
  void keepsTheResultIfAWaitingCallerIsInterrupted() throws Exception {
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    FileCache<String> cache =
        cache(
            f -> {
              computing.countDown();
              Uninterruptibles.awaitUninterruptibly(mayEnd);
              return "found";
            });
    CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> cache.get(file));
    computing.await();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> cache.get(file)).hasMessageContaining("Try again");
    assertThat(Thread.interrupted()).isTrue();
    mayEnd.countDown();

    assertThat(first.get()).isEqualTo("found");
    assertThat(cache.get(file)).isEqualTo("found");
  }

  private FileCache<String> cache(Function<Path, String> find) {
    return new FileCache<>(4, find, nanos::get);
  }

  private String failOnce(Throwable failure) {
    if (calls.incrementAndGet() > 1) {
      return "found";
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }
}
