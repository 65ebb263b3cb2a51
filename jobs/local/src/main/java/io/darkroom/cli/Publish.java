package io.darkroom.cli;

import io.darkroom.client.GatewayException;
import io.darkroom.client.StreamPublisher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes image files as the frames of a stream. */
@Command(
    name = "publish",
    description = "Publishes JPEG or PNG files as the frames of a stream.",
    mixinStandardHelpOptions = true)
final class Publish implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Connection connection;

  @Option(names = "--stream", required = true, description = "Stream to publish to.")
  private String streamId;

  @Option(names = "--fps", description = "Frames per second; without it, as fast as they go.")
  private double fps;

  @Option(names = "--loop", description = "Begins again after the last file, until Ctrl-C.")
  private boolean loop;

  @Option(names = "--json", description = "Prints JSON.")
  private boolean json;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "JPEG or PNG files.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException {
    if (fps < 0 || fps > 1000) {
      throw new Refusal(
          "--fps: %s (expected: above 0, up to 1000). Choose another.".formatted(fps));
    }
    List<byte[]> images = new ArrayList<>();
    for (Path file : files) {
      images.add(read(file));
    }
    try (StreamPublisher publisher = connection.open().publish(streamId)) {
      publish(images, publisher);
    }
    return 0;
  }

  private void publish(List<byte[]> images, StreamPublisher publisher) {
    long start = System.nanoTime();
    long frame = 0;
    CompletableFuture<Long> last = CompletableFuture.completedFuture(-1L);
    List<CompletableFuture<Long>> underWay = new ArrayList<>();
    do {
      for (byte[] image : images) {
        await(start, frame++);
        last = publisher.send(image);
        underWay.add(last);
        underWay.removeIf(Publish::acknowledged);
      }
    } while (loop);
    underWay.forEach(Publish::join);
    Report.of(spec)
        .with("streamId", streamId)
        .with("frames", frame)
        .with("lastSequence", last.join())
        .print(
            json,
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
      throw e.getCause() instanceof GatewayException known ? known : e;
    }
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

  static byte[] read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new Refusal("%s: not readable (expected: a JPEG or PNG file).".formatted(file));
    }
    return Files.readAllBytes(file);
  }
}
