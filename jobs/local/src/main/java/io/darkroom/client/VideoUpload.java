package io.darkroom.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Uploads a video file. If the connection breaks, it resumes at the offset that the gateway has
 * received. Not thread-safe.
 */
final class VideoUpload {

  /** Consecutive failures without progress. */
  private static final int MAX_FAILURES = 10;

  private static final Set<String> TRANSIENT = Set.of("UNAVAILABLE", "TIMEOUT");
  private static final Set<String> OFFSET_CONFLICT = Set.of("CONFLICT", "OFFSET_MISMATCH");

  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long MAX_PAUSE_MILLIS = 5_000;

  private final GatewayClient gateway;
  private final Path file;
  private final long bytes;
  private final String path;
  private final String query;
  private final LongConsumer progress;
  private int failures;

  /**
   * Prepares an upload.
   *
   * @param progress receives the number of bytes sent, counted from the start of the file
   */
  VideoUpload(GatewayClient gateway, Path file, String name, String uploadId, LongConsumer progress)
      throws IOException {
    this.gateway = gateway;
    this.file = file;
    this.bytes = Files.size(file);
    this.path = "v1/uploads/" + GatewayClient.encoded(uploadId);
    this.query = "?name=" + GatewayClient.encoded(name);
    this.progress = progress;
  }

  /** Discards the bytes of an earlier attempt. */
  void discard() {
    if (isIncomplete()) {
      gateway.delete(path);
    }
  }

  private boolean isIncomplete() {
    try {
      JsonNode upload = gateway.get(path);
      return upload.path("offsetBytes").asLong() < upload.path("totalBytes").asLong();
    } catch (GatewayException e) {
      requireNotFound(e);
      return false;
    }
  }

  private static void requireNotFound(GatewayException failure) {
    if (!failure.code().equals("NOT_FOUND")) {
      throw failure;
    }
  }

  /** Sends the file; returns the video when the gateway has checked it. */
  JsonNode send() {
    long reached = -1;
    while (true) {
      try {
        long offset = offset();
        failures = offset > reached ? 0 : failures;
        reached = Math.max(reached, offset);
        JsonNode answer = gateway.putBody(path + query, range(offset), body(offset));
        if (answer.has("videoId")) {
          return answer;
        }
      } catch (GatewayException e) {
        pauseOrThrow(e);
      }
    }
  }

  private long offset() {
    try {
      return gateway.get(path).path("offsetBytes").asLong();
    } catch (GatewayException e) {
      requireNotFound(e);
      return 0;
    }
  }

  private String range(long offset) {
    return offset == bytes
        ? "bytes */%d".formatted(bytes)
        : "bytes %d-%d/%d".formatted(offset, bytes - 1, bytes);
  }

  private BodyPublisher body(long offset) {
    if (offset == bytes) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> open(offset)), bytes - offset);
  }

  private InputStream open(long offset) {
    try {
      InputStream in = Files.newInputStream(file);
      in.skipNBytes(offset);
      return new CountingStream(in, offset);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** After a broken connection, the gateway may briefly report a conflict with the old call. */
  private void pauseOrThrow(GatewayException failure) {
    boolean retryable =
        TRANSIENT.contains(failure.code())
            || (failures > 0 && OFFSET_CONFLICT.contains(failure.code()));
    failures++;
    if (!retryable || failures > MAX_FAILURES) {
      throw failure;
    }
    long pause = FIRST_PAUSE_MILLIS << Math.min(failures, 5);
    try {
      TimeUnit.MILLISECONDS.sleep(Math.min(MAX_PAUSE_MILLIS, pause));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure;
    }
  }

  private final class CountingStream extends FilterInputStream {
    private long sent;

    CountingStream(InputStream in, long offset) {
      super(in);
      this.sent = offset;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      if (read > 0) {
        sent += read;
        progress.accept(sent);
      }
      return read;
    }
  }
}
