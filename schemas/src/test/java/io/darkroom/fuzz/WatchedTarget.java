package io.darkroom.fuzz;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongFunction;

/**
 * Calls a target with one input after the other, on a thread of its own. An input fails if the
 * target throws, or takes more than a second three times in a row: a loaded machine makes inputs
 * slow that are not. An input that takes ten seconds fails at once, and its thread stays behind.
 */
final class WatchedTarget {

  private static final long SLOW_NANOS = 1_000_000_000L;
  private static final long HANGS_NANOS = 10 * SLOW_NANOS;
  private static final int ATTEMPTS = 3;

  private final Class<?> target;
  private final Method method;
  private final Path found;
  private volatile byte[] input = {};
  private volatile long startedNanos = Long.MAX_VALUE;
  private volatile Throwable failure;

  WatchedTarget(Class<?> target, Path found) throws NoSuchMethodException {
    this.target = target;
    this.method = target.getMethod("fuzzerTestOneInput", byte[].class);
    this.found = found;
  }

  void run(LongFunction<byte[]> inputs, long number) throws Exception {
    initialize();
    Thread worker = new Thread(() -> callAll(inputs, number), "fuzz");
    worker.setDaemon(true);
    worker.start();
    while (worker.isAlive()) {
      worker.join(100);
      if (worker.isAlive() && System.nanoTime() - startedNanos > HANGS_NANOS) {
        failure = new IllegalStateException("hangs in " + Arrays.toString(worker.getStackTrace()));
        break;
      }
    }
    if (failure != null) {
      fail(target.getSimpleName() + " fails for " + written(), failure);
    }
  }

  private void initialize() throws ReflectiveOperationException {
    Class.forName(target.getName(), true, target.getClassLoader());
    for (Method candidate : target.getMethods()) {
      if (candidate.getName().equals("fuzzerInitialize")) {
        candidate.invoke(null);
      }
    }
  }

  private void callAll(LongFunction<byte[]> inputs, long number) {
    for (long index = 0; index < number && failure == null; index++) {
      input = inputs.apply(index);
      try {
        int slow = 0;
        while (slow < ATTEMPTS && nanosOfCall() > SLOW_NANOS) {
          slow++;
        }
        if (slow == ATTEMPTS) {
          failure = new IllegalStateException("takes more than a second");
        }
      } catch (InvocationTargetException e) {
        failure = e.getCause();
      } catch (IllegalAccessException e) {
        failure = e;
      }
    }
  }

  private long nanosOfCall() throws InvocationTargetException, IllegalAccessException {
    long start = System.nanoTime();
    startedNanos = start;
    method.invoke(null, (Object) input.clone());
    startedNanos = Long.MAX_VALUE;
    return System.nanoTime() - start;
  }

  private Path written() throws IOException {
    Path file = found.resolve("failed-" + Integer.toHexString(Arrays.hashCode(input)));
    return Files.write(file, input).toAbsolutePath();
  }
}
