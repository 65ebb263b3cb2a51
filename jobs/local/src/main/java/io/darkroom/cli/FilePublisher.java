package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayException;
import io.darkroom.client.StreamPublisher;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** Publishes image files as the frames of a stream, at a fixed rate. */
final class FilePublisher {

  private static final double MAX_FPS = 1000;

  @Option(names = "--fps", description = "Frames per second (default: as fast as possible).")
  private double fps;

  @Option(names = "--loop", description = "Repeats the files until Ctrl-C.")
  private boolean loop;

  int run(Invocation invocation, String streamId, List<Path> files) throws IOException {
    if (!(fps >= 0 && fps <= MAX_FPS)) {
      throw CommandException.usage(
          "--fps: %s (expected: above 0, up to %.0f). Choose a value in that range."
              .formatted(fps, MAX_FPS));
    }
    List<byte[]> images = new ArrayList<>();
    for (Path file : files) {
      images.add(ImageFile.read(file, invocation.environment()));
    }
    try (StreamPublisher publisher = invocation.gateway().publish(streamId)) {
      return publish(invocation, streamId, images, publisher);
    }
  }

  private int publish(
      Invocation invocation, String streamId, List<byte[]> images, StreamPublisher publisher) {
    long start = System.nanoTime();
    long frame = 0;
    CompletableFuture<Long> last = CompletableFuture.completedFuture(-1L);
    List<CompletableFuture<Long>> inFlight = new ArrayList<>();
    do {
      for (byte[] image : images) {
        await(start, frame++);
        last = publisher.send(image);
        inFlight.add(last);
        inFlight.removeIf(FilePublisher::acknowledged);
      }
    } while (loop);
    inFlight.forEach(FilePublisher::join);
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("streamId", streamId)
            .put("frames", frame)
            .put("lastSequence", last.join());
    return invocation.print(
        report,
        "%s: %d frames published, the last with sequence %d"
            .formatted(streamId, frame, last.join()));
  }

  private static boolean acknowledged(CompletableFuture<Long> frame) {
    if (frame.isCompletedExceptionally()) {
      join(frame);
    }
    return frame.isDone();
  }

  private static void join(CompletableFuture<Long> frame) {
    try {
      frame.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof GatewayException known ? known : disconnected(e.getCause());
    }
  }

  private static CommandException disconnected(Throwable cause) {
    return new CommandException(
        ErrorCode.UNAVAILABLE,
        Exit.UNREACHABLE,
        "gateway: the connection broke: %s (expected: an open connection). Publish again."
            .formatted(cause.getMessage()));
  }

  private void await(long start, long frame) {
    if (fps == 0) {
      return;
    }
    long due = start + (long) (frame * TimeUnit.SECONDS.toNanos(1) / fps);
    long wait;
    while ((wait = due - System.nanoTime()) > 0) {
      LockSupport.parkNanos(wait);
    }
  }
}
