package io.darkroom.gateway.sources.pull;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import io.darkroom.telemetry.metric.RateWindow;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The status and statistics of one pull. Thread-safe. */
final class PullStatus {

  static final Duration STALLED_AFTER = Duration.ofSeconds(2);

  /** A slow source is stalled after this many of its intervals without a frame. */
  private static final int MISSED_INTERVALS = 3;

  private static final long SLOWEST_NANOS = Duration.ofSeconds(30).toNanos();

  private final SourceStatus.Builder status = SourceStatus.newBuilder();
  private final RateWindow in = new RateWindow(System.nanoTime(), TimeUnit.NANOSECONDS);
  private final RateWindow out = new RateWindow(System.nanoTime(), TimeUnit.NANOSECONDS);
  private final RateWindow bytes = new RateWindow(System.nanoTime(), TimeUnit.NANOSECONDS);
  private boolean mayStall;
  private long lastFrameNanos;
  private long intervalNanos;
  private Instant lastFrame = Instant.EPOCH;

  PullStatus(Source source) {
    status.setSourceId(source.getSourceId()).setRevision(source.getRevision());
    enter("connecting", "");
  }

  private void enter(String state, String reason) {
    if (!status.getState().equals(state)) {
      status.setState(state).setStateChangedAt(stamp(Instant.now()));
    }
    status.setReason(reason).clearNextTryAt();
  }

  synchronized void connecting() {
    enter("connecting", "");
  }

  /**
   * The input is open; the first frame makes the source live.
   *
   * @param mayStall whether a pause counts as a stall
   */
  synchronized void opened(String codec, String decoder, String transport, boolean mayStall) {
    status.setCodec(codec).setDecoder(decoder).setTransport(transport);
    this.mayStall = mayStall;
  }

  synchronized void duration(Duration duration) {
    status.setDuration(Durations.fromNanos(duration.toNanos()));
  }

  synchronized void position(Duration position) {
    status.setPosition(Durations.fromNanos(Math.max(0, position.toNanos())));
  }

  synchronized void backingOff(String reason, Instant nextTry) {
    enter("backing_off", reason);
    status.setNextTryAt(stamp(nextTry)).setReconnects(status.getReconnects() + 1);
    lastError(reason);
  }

  synchronized void failed(String reason) {
    enter("failed", reason);
    lastError(reason);
  }

  synchronized void ended() {
    enter("ended", "");
  }

  private void lastError(String reason) {
    status.setLastError(reason).setLastErrorAt(stamp(Instant.now()));
  }

  synchronized void received(int size) {
    bytes.add(System.nanoTime(), size);
  }

  /** Counts RTP packets that never arrived. */
  synchronized void lost(int packets) {
    status.setLostPackets(status.getLostPackets() + packets);
  }

  /** Counts a received frame that is shown, with its size in px. */
  synchronized void shown(int width, int height) {
    arrived();
    long now = System.nanoTime();
    intervalNanos = lastFrameNanos == 0 ? 0 : Math.min(now - lastFrameNanos, SLOWEST_NANOS);
    lastFrameNanos = now;
    lastFrame = Instant.now();
    status.setWidthPx(width).setHeightPx(height);
    enter("live", "");
  }

  /** Counts a received frame, which may not be shown. */
  synchronized void arrived() {
    in.add(System.nanoTime());
    status.setFramesIn(status.getFramesIn() + 1);
  }

  /** Counts a frame with missing or concealed parts. */
  synchronized void damaged() {
    status.setDamaged(status.getDamaged() + 1);
  }

  synchronized void published() {
    out.add(System.nanoTime());
    status.setFramesOut(status.getFramesOut() + 1);
  }

  synchronized void dropped(String reason) {
    status.putDrops(reason, status.getDropsOrDefault(reason, 0) + 1);
  }

  synchronized SourceStatus now() {
    long nanos = System.nanoTime();
    SourceStatus.Builder current =
        status
            .clone()
            .setFpsIn(in.perSecond(nanos))
            .setFpsOut(out.perSecond(nanos))
            .setBitrateBps((long) (bytes.perSecond(nanos) * Byte.SIZE))
            .setUpdatedAt(stamp(Instant.now()));
    long longest = Math.max(STALLED_AFTER.toNanos(), MISSED_INTERVALS * intervalNanos);
    boolean silent = nanos - lastFrameNanos > longest;
    if (mayStall && silent && current.getState().equals("live")) {
      current.setState("stalled").setStateChangedAt(stamp(lastFrame.plusNanos(longest)));
      current.setReason("no frame since " + lastFrame);
    }
    return current.build();
  }

  private static Timestamp stamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
