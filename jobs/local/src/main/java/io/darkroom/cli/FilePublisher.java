package io.darkroom.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.darkroom.client.GatewayException;
import io.darkroom.client.StreamPublisher;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.JpegStarts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/** Publishes image files as the frames of a stream, at a fixed rate. */
final class FilePublisher {

  private static final double MAX_FPS = 1000;

  /** Errors of one image, which say nothing about the next. */
  private static final Set<String> IMAGE_ERRORS =
      Set.of(
          ErrorCode.INVALID_IMAGE.name(),
          ErrorCode.INVALID_FRAME.name(),
          ErrorCode.IMAGE_TOO_LARGE.name());

  @Option(names = "--fps", description = "Frames per second (default: as fast as possible).")
  private double fps;

  @Option(names = "--loop", description = "Repeats the files until Ctrl-C.")
  private boolean loop;

  @Option(
      names = "--skip-bad",
      description =
          "Reports files that are refused and goes on (default: stop at the first). The exit code"
              + " is then that of a refusal only if no file was published.")
  private boolean skipBad;

  private Invocation invocation;
  private final List<Sent> inFlight = new ArrayList<>();
  private final Set<Path> refused = new LinkedHashSet<>();
  private long published;
  private long lastSequence = -1;

  /** An image of a file; a file of several JPEGs has several. */
  private record Picture(Path file, byte[] bytes) {}

  private record Sent(Path file, CompletableFuture<Long> sequence) {}

  int run(Invocation given, String streamId, List<Path> files) throws IOException {
    if (!(fps >= 0 && fps <= MAX_FPS)) {
      throw CommandException.usage(
          "--fps: %s (expected: above 0, up to %.0f). Choose a value in that range."
              .formatted(fps, MAX_FPS));
    }
    invocation = given;
    List<Picture> pictures = new ArrayList<>();
    for (Path file : files) {
      byte[] bytes = ImageFile.read(file, invocation.environment());
      for (ByteString image : JpegStarts.split(UnsafeByteOperations.unsafeWrap(bytes))) {
        pictures.add(new Picture(file, image.toByteArray()));
      }
    }
    try (StreamPublisher publisher = invocation.gateway().publish(streamId)) {
      publish(pictures, publisher);
    }
    return report(streamId);
  }

  private void publish(List<Picture> pictures, StreamPublisher publisher) {
    long start = System.nanoTime();
    long frame = 0;
    do {
      for (Picture picture : pictures) {
        await(start, frame++);
        inFlight.add(new Sent(picture.file(), publisher.send(picture.bytes())));
        settle(false);
      }
    } while (loop && (published > 0 || refused.isEmpty()));
    settle(true);
  }

  /** Counts the oldest frames that have been answered; all of them if told to wait. */
  private void settle(boolean all) {
    while (!inFlight.isEmpty() && (all || inFlight.get(0).sequence().isDone())) {
      Sent sent = inFlight.remove(0);
      try {
        lastSequence = sent.sequence().join();
        published++;
      } catch (CompletionException e) {
        refused(sent.file(), e.getCause());
      }
    }
  }

  private void refused(Path file, Throwable cause) {
    if (!(cause instanceof GatewayException known)) {
      throw disconnected(cause);
    }
    GatewayException named = known.about(file.toString());
    if (!skipBad || !IMAGE_ERRORS.contains(known.code())) {
      throw named;
    }
    if (refused.add(file)) {
      invocation.err().println(Text.printable("skipped: " + named.getMessage()));
      invocation.err().flush();
    }
  }

  private int report(String streamId) {
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("streamId", streamId)
            .put("frames", published)
            .put("lastSequence", lastSequence);
    refused.forEach(file -> report.withArray("refused").add(file.toString()));
    String last = published == 0 ? "" : ", the last with sequence %d".formatted(lastSequence);
    String bad = refused.isEmpty() ? "" : "; %d files refused".formatted(refused.size());
    int exit =
        invocation.print(
            report, "%s: %d frames published%s%s".formatted(streamId, published, last, bad));
    return published == 0 && !refused.isEmpty() ? Exit.REFUSED : exit;
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
