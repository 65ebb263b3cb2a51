package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Watches frames until enough have come, nobody takes more, the watch ends, or Ctrl-C. */
final class FrameWatch {

  private static final int DELETED = 4404;
  private static final long ENDING_SECONDS = 35;

  private final Invocation invocation;
  private final String name;
  private final FrameOutput output;
  private final long intervalNanos;
  private final long most;
  private final CompletableFuture<Integer> ended = new CompletableFuture<>();
  private final long start = System.nanoTime();
  private volatile boolean interrupted;
  private long due = start;
  private long bytes;
  private long frames;

  /**
   * @param fps most frames per second; 0 for all
   * @param most frames
   */
  FrameWatch(Invocation invocation, String name, FrameOutput output, double fps, long most) {
    this.invocation = invocation;
    this.name = name;
    this.output = output;
    this.intervalNanos = fps == 0 ? 0 : (long) (TimeUnit.SECONDS.toNanos(1) / fps);
    this.most = most;
  }

  /** Returns the exit code when the output has ended. */
  int run(String resource) throws InterruptedException {
    CountDownLatch finished = new CountDownLatch(1);
    Thread onInterrupt = new Thread(() -> endAndAwait(finished));
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try (PipelineSubscriber subscriber = invocation.gateway().watch(resource, this::receive)) {
      subscriber.closed().whenComplete(this::closed);
      int status = ended.handle((code, failure) -> failure == null ? code : -1).join();
      synchronized (this) {
        endOutput(subscriber.missed());
        return status == Exit.OK ? Exit.OK : failed();
      }
    } finally {
      finished.countDown();
      removeHook(onInterrupt);
    }
  }

  private void endOutput(long missed) throws InterruptedException {
    try {
      output.end();
    } catch (CommandException e) {
      // Ctrl-C reaches the command as well.
      if (!interrupted) {
        throw e;
      }
    } finally {
      summary(missed);
    }
  }

  private void endAndAwait(CountDownLatch finished) {
    interrupted = true;
    ended.complete(Exit.OK);
    try {
      if (!finished.await(ENDING_SECONDS, TimeUnit.SECONDS)) {
        invocation.err().println("watch: the output did not end in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It runs, because of Ctrl-C.
    }
  }

  private synchronized void receive(Frame frame) {
    long now = System.nanoTime();
    if (ended.isDone() || now < due - intervalNanos / 2) {
      return;
    }
    due = Math.max(due, now) + intervalNanos;
    try {
      if (!output.take(frame, frames + 1)) {
        ended.complete(Exit.OK);
        return;
      }
    } catch (IOException e) {
      ended.completeExceptionally(new UncheckedIOException(e));
      return;
    }
    bytes += frame.image().size();
    if (++frames >= most) {
      ended.complete(Exit.OK);
    }
  }

  private void closed(Integer status, Throwable failure) {
    ended.completeExceptionally(
        status != null && status == DELETED
            ? CommandException.notFound(
                "%s: deleted (expected: one that exists). List those that exist.".formatted(name))
            : new CommandException(
                ErrorCode.UNAVAILABLE,
                Exit.UNREACHABLE,
                "gateway: the watch ended: %s (expected: an open connection). Watch again."
                    .formatted(failure == null ? "status " + status : failure.getMessage())));
  }

  private int failed() {
    try {
      return ended.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    }
  }

  /** On stderr, because a command that gets the frames writes to stdout. */
  private void summary(long missed) {
    double seconds = (System.nanoTime() - start) / 1e9;
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", name)
            .put("frames", frames)
            .put("sizeBytes", bytes)
            .put("seconds", Math.round(seconds * 1000) / 1000.0)
            .put("missed", missed);
    String line =
        "%s: %d frames, %d bytes in %.1f s (%.1f per second), %d missed"
            .formatted(name, frames, bytes, seconds, frames / seconds, missed);
    invocation.err().println(invocation.json() ? json.toString() : Text.printable(line));
    invocation.err().flush();
  }
}
