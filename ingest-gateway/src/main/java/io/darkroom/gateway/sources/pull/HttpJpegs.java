package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import io.darkroom.gateway.media.ByteSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The JPEGs of a web camera, as multipart content in the one style that FFmpeg reads without delay.
 * They come in one endless response, or, if the first response is one picture, in a new response
 * for each. Read by one thread; the reader closes it.
 */
final class HttpJpegs implements ByteSource {

  private static final String PART =
      "--darkroom\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n";
  private static final byte[] PART_END = "\r\n".getBytes(US_ASCII);
  private static final long NAP_NANOS = 50_000_000;

  private final HttpOpener opener;
  private final String url;
  private final Optional<Duration> period;
  private HttpFetch response;
  private FetchedJpegs pictures;
  private int found;
  private long pollNanos = System.nanoTime();
  private byte[] part = {};
  private int at;

  /**
   * @param first response, which is closed with this
   * @param url to poll
   * @param period of polls; empty to end after the first response
   */
  HttpJpegs(HttpFetch first, HttpOpener opener, String url, Optional<Duration> period) {
    this.opener = opener;
    this.url = url;
    this.period = period;
    take(first);
  }

  private void take(HttpFetch answer) {
    response = answer;
    pictures = new FetchedJpegs(answer, answer.size() >= 0);
    found = 0;
  }

  @Override
  public int read(byte[] buffer, int length) throws IOException {
    if (at == part.length && !nextPart()) {
      return -1;
    }
    int count = Math.min(length, part.length - at);
    System.arraycopy(part, at, buffer, 0, count);
    at += count;
    return count;
  }

  private boolean nextPart() throws IOException {
    Optional<ByteString> picture = pictures.next();
    while (picture.isEmpty() && found == 1 && period.isPresent() && awaitPoll()) {
      response.close();
      take(opener.open(url));
      picture = pictures.next();
    }
    if (picture.isEmpty()) {
      return false;
    }
    found++;
    ByteArrayOutputStream next = new ByteArrayOutputStream();
    next.writeBytes(PART.formatted(picture.get().size()).getBytes(US_ASCII));
    picture.get().writeTo(next);
    next.writeBytes(PART_END);
    part = next.toByteArray();
    at = 0;
    return true;
  }

  /** Waits until the next poll is due; returns false if cancelled. */
  private boolean awaitPoll() {
    pollNanos = Math.max(pollNanos + period.get().toNanos(), System.nanoTime());
    for (long left = pollNanos - System.nanoTime();
        left > 0 && !opener.isCancelled();
        left = pollNanos - System.nanoTime()) {
      LockSupport.parkNanos(Math.min(left, NAP_NANOS));
    }
    return !opener.isCancelled();
  }

  @Override
  public void close() {
    response.close();
  }
}
