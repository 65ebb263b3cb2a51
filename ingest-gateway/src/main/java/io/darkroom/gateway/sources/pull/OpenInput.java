package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.VideoReader;
import java.time.Duration;

/**
 * An open input. Its holder closes it.
 *
 * @param transport of RTSP; otherwise empty
 * @param polled whether its pictures are fetched one by one, at the wanted rate
 * @param patience for packets
 */
record OpenInput(
    VideoReader reader, InputKind kind, String transport, boolean polled, Patience patience)
    implements AutoCloseable {

  private static final Duration FILE = Duration.ofSeconds(15);

  static OpenInput stored(VideoReader reader) {
    return new OpenInput(reader, InputKind.STORED, "", false, Patience.fixed(FILE));
  }

  static OpenInput live(VideoReader reader, String transport) {
    return new OpenInput(reader, InputKind.LIVE, transport, false, Patience.live());
  }

  static OpenInput inBursts(VideoReader reader) {
    return new OpenInput(reader, InputKind.LIVE_IN_BURSTS, "", false, Patience.bursts());
  }

  static OpenInput polled(VideoReader reader) {
    return new OpenInput(reader, InputKind.LIVE, "", true, Patience.fixed(Duration.ofDays(1)));
  }

  /** Whether a pause shows in the status. */
  boolean mayStall() {
    return kind.live() && !polled;
  }

  @Override
  public void close() {
    reader.close();
  }
}
