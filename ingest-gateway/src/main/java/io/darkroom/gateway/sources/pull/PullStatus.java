package io.darkroom.gateway.sources.pull;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.darkroom.gateway.frames.status.RateWindow;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.time.Duration;
import java.time.Instant;

/** How a pull goes, told by its threads and asked for by any. Thread-safe. */
final class PullStatus {

  static final Duration STALLED_AFTER = Duration.ofSeconds(2);

  private final SourceStatus.Builder told = SourceStatus.newBuilder();
  private final RateWindow in = new RateWindow(System.nanoTime());
  private final RateWindow out = new RateWindow(System.nanoTime());
  private final RateWindow bytes = new RateWindow(System.nanoTime());
  private boolean mayStall;
  private long lastFrameNanos;
  private Instant lastFrame = Instant.EPOCH;

  PullStatus(Source source) {
    told.setSourceId(source.getSourceId()).setRevision(source.getRevision());
    enter("connecting", "");
  }

  private void enter(String state, String reason) {
    if (!told.getState().equals(state)) {
      told.setState(state).setStateChangedAt(stamp(Instant.now()));
    }
    told.setReason(reason).clearNextTryAt();
  }

  synchronized void connecting() {
    enter("connecting", "");
  }

  /**
   * Frames may come from now on; the first makes it live.
   *
   * @param mayStall whether a pause means trouble
   */
  synchronized void opened(String codec, String decoder, String transport, boolean mayStall) {
    told.setCodec(codec).setDecoder(decoder).setTransport(transport);
    this.mayStall = mayStall;
  }

  synchronized void duration(Duration duration) {
    told.setDuration(Durations.fromNanos(duration.toNanos()));
  }

  synchronized void position(Duration position) {
    told.setPosition(Durations.fromNanos(Math.max(0, position.toNanos())));
  }

  synchronized void backingOff(String reason, Instant nextTry) {
    enter("backing_off", reason);
    told.setNextTryAt(stamp(nextTry)).setReconnects(told.getReconnects() + 1);
    trouble(reason);
  }

  synchronized void failed(String reason) {
    enter("failed", reason);
    trouble(reason);
  }

  synchronized void ended() {
    enter("ended", "");
  }

  private void trouble(String reason) {
    told.setLastError(reason).setLastErrorAt(stamp(Instant.now()));
  }

  synchronized void received(int size) {
    bytes.add(System.nanoTime(), size);
  }

  /** A frame came, of that size in px. */
  synchronized void arrived(int width, int height) {
    arrived();
    told.setWidthPx(width).setHeightPx(height);
  }

  /** A frame came that was not, or will not be, decoded. */
  synchronized void arrived() {
    long now = System.nanoTime();
    in.add(now);
    lastFrameNanos = now;
    lastFrame = Instant.now();
    told.setFramesIn(told.getFramesIn() + 1);
    enter("live", "");
  }

  synchronized void published() {
    out.add(System.nanoTime());
    told.setFramesOut(told.getFramesOut() + 1);
  }

  synchronized void dropped(String reason) {
    told.putDrops(reason, told.getDropsOrDefault(reason, 0) + 1);
  }

  synchronized SourceStatus now() {
    long nanos = System.nanoTime();
    SourceStatus.Builder status =
        told.clone()
            .setFpsIn(in.perSecond(nanos))
            .setFpsOut(out.perSecond(nanos))
            .setBitrateBps((long) (bytes.perSecond(nanos) * Byte.SIZE))
            .setUpdatedAt(stamp(Instant.now()));
    boolean silent = nanos - lastFrameNanos > STALLED_AFTER.toNanos();
    if (mayStall && silent && status.getState().equals("live")) {
      status.setState("stalled").setStateChangedAt(stamp(lastFrame.plus(STALLED_AFTER)));
      status.setReason("no frame since " + lastFrame);
    }
    return status.build();
  }

  private static Timestamp stamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
