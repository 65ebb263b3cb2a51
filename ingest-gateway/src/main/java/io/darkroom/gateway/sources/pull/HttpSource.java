package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.ByteSource;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.MediaInput;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Fetches one source over HTTP, across reconnects: playlists, web cameras and containers. Used by
 * one thread; any thread may cancel it.
 */
final class HttpSource implements AutoCloseable {

  /**
   * Containers accepted over HTTP, including motion JPEG of cameras, but no format that refers to
   * other files.
   */
  private static final String FORMATS = MediaInput.MEDIA_FORMATS + ",mpjpeg,mjpeg";

  private static final Map<String, String> PROBE =
      Map.of("probesize", "1000000", "analyzeduration", "1000000");

  private static final Duration OPENING = Duration.ofSeconds(20);
  private static final Duration BETWEEN_FRAMES = Duration.ofSeconds(60);

  private final PullPlan plan;
  private final HttpOpener opener;
  private final HlsProgress progress = new HlsProgress();

  HttpSource(PullPlan plan, AddressRules rules) {
    this.plan = plan;
    this.opener = new HttpOpener(rules, plan.network().certificate(CertificateCheck.VERIFY));
  }

  /** Throws a runtime exception with the reason of a failure. */
  OpenInput open(Deadline deadline) {
    deadline.in(OPENING);
    try {
      HttpFetch first = opener.open(plan.uri().text());
      byte[] head = first.head();
      return switch (BodyKind.of(first.type(), head)) {
        case PLAYLIST -> new HlsInput(plan, opener, progress).open(first, FORMATS, deadline);
        case JPEGS -> jpegs(first, deadline);
        case PAGE -> throw page(first, head);
        case MEDIA -> container(first, head, deadline);
      };
    } catch (IOException e) {
      throw new PullException(Retry.SOON, "http: " + e.getMessage());
    } catch (MediaException e) {
      throw cause(e);
    }
  }

  /** Returns why Java could not fetch what FFmpeg misses, if that is the reason of a failure. */
  RuntimeException cause(RuntimeException failure) {
    return failure instanceof MediaException ? opener.failure().orElse(failure) : failure;
  }

  private static PullException page(HttpFetch response, byte[] head) {
    response.close();
    return new PullException(
        Retry.LATER,
        ("http: %s (expected: a video, an HLS playlist or JPEGs). It is often the page to sign in:"
                + " check the address, and the user and password.")
            .formatted(BodyKind.describe(head)));
  }

  private OpenInput jpegs(HttpFetch first, Deadline deadline) {
    boolean recorded = plan.network().recorded(false);
    Duration period =
        plan.fps() > 0 ? Duration.ofNanos((long) (1e9 / plan.fps())) : Duration.ofSeconds(1);
    boolean single = first.type().startsWith("image/") || first.size() >= 0;
    HttpJpegs pictures =
        new HttpJpegs(
            first.patience(BETWEEN_FRAMES),
            opener,
            plan.uri().text(),
            recorded ? Optional.empty() : Optional.of(period));
    VideoReader reader =
        VideoReader.open(MediaInput.jpegs(pictures, opener), plan.keepsPictures(), deadline);
    if (recorded) {
      return OpenInput.stored(reader);
    }
    return single ? OpenInput.polled(reader) : OpenInput.live(reader, "");
  }

  private OpenInput container(HttpFetch first, byte[] head, Deadline deadline) throws IOException {
    boolean ends = first.hasEnd();
    boolean recorded = plan.network().recorded(ends);
    boolean spooled = recorded && !first.seekable() && SpooledBytes.isNeeded(head);
    ByteSource bytes = spooled ? SpooledBytes.of(first) : first;
    if (spooled) {
      deadline.in(OPENING);
    } else if (!recorded) {
      first.patience(BETWEEN_FRAMES);
    }
    MediaInput input =
        MediaInput.bytes(first.address().text(), Optional.empty(), FORMATS, PROBE, bytes, opener);
    VideoReader reader = VideoReader.open(input, plan.keepsPictures(), deadline);
    if (recorded) {
      return OpenInput.stored(reader);
    }
    return reader.hasClock() ? OpenInput.inBursts(reader) : OpenInput.live(reader, "");
  }

  /** Ends all fetches in progress and all later ones. Callable from any thread. */
  void cancel() {
    opener.cancel();
  }

  @Override
  public void close() {
    opener.close();
  }
}
