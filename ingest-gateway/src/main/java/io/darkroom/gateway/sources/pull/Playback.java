package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.PlaybackClock;
import io.darkroom.gateway.media.VideoFrame;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import io.darkroom.telemetry.metric.DropReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Plays an input to its end: passes each frame on when it is due. Used by one thread; cancel the
 * deadline to stop it.
 */
final class Playback {

  /** A read that took longer than this waited for the sender. */
  private static final long WAITED_NANOS = 20_000_000;

  /** After this many frames the source counts as working. */
  private static final long STEADY_FRAMES = 25;

  private static final Duration MAX_LATENESS = Duration.ofMillis(100);

  /** A stream that shows nothing for this long is opened again. */
  private static final Duration NOTHING_SHOWN = Duration.ofSeconds(30);

  /** A slow camera may send nothing for a while. */
  private static final int MANY_PACKETS = 25;

  /** A decoder that has no notion of key frames must show something, too. */
  private static final int LONGEST_JOIN = 250;

  private static final long TOO_FAR_BEHIND_MICROS = 1_000_000;

  private final PullPlan plan;
  private final OpenInput input;
  private final VideoReader reader;
  private final PullStatus status;
  private final FrameEncoder encoder;
  private final Deadline deadline;
  private final Runnable onSteady;
  private final Sampler sampler;
  private final FrameClock captureClock;
  private final PlaybackClock playbackClock;
  private final long epoch = StreamSequences.epochAt(Instant.now());
  private long fromMicros = Long.MIN_VALUE;
  private boolean awaited = true;
  private boolean joined;
  private int unjoined;
  private boolean keySeen;
  private boolean skipping;
  private int packetsNotShown;
  private long shownNanos = System.nanoTime();
  private long frames;

  /**
   * @param onSteady runs when the source counts as working
   */
  Playback(
      PullPlan plan,
      OpenInput input,
      PullStatus status,
      FrameEncoder encoder,
      Deadline deadline,
      Runnable onSteady) {
    this.plan = plan;
    this.input = input;
    this.reader = input.reader();
    this.status = status;
    this.encoder = encoder;
    this.deadline = deadline;
    this.onSteady = onSteady;
    this.joined = !input.kind().live();
    this.captureClock = new FrameClock(reader.hasClock());
    this.playbackClock = new PlaybackClock(MAX_LATENESS, shortestJump(input));
    this.sampler = new Sampler(input.polled() ? 0 : plan.fps());
  }

  /** A recording pauses as long as its timestamps say, unless its format is known for jumps. */
  private static Duration shortestJump(OpenInput input) {
    if (input.kind().live()) {
      return Duration.ofSeconds(2);
    }
    return input.reader().clockMayJump()
        ? Duration.ofSeconds(10)
        : Duration.ofNanos(Long.MAX_VALUE);
  }

  /** Returns the number of frames at the end; throws {@link MediaException} on failure. */
  long run() {
    if (input.kind() == InputKind.STORED && !plan.startAt().isZero()) {
      seek(plan.startAt());
    }
    try {
      while (!deadline.isCancelled() && advance()) {
        take();
      }
    } finally {
      reader.drain(this::show);
    }
    return frames;
  }

  private void seek(Duration startAt) {
    Duration duration = reader.info().duration();
    if (!duration.isZero() && startAt.compareTo(duration) >= 0) {
      throw new PullException(
          Retry.NEVER,
          "startAt: %s s (expected: less than the video's %s s). Choose an earlier time."
              .formatted(seconds(startAt), seconds(duration)));
    }
    reader.seek(startAt);
    fromMicros = reader.startMicros() + TimeUnit.NANOSECONDS.toMicros(startAt.toNanos());
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private boolean advance() {
    deadline.in(input.patience().next());
    long before = System.nanoTime();
    requireSomethingShown(before);
    boolean more = reader.advance();
    awaited = System.nanoTime() - before > WAITED_NANOS;
    return more;
  }

  private void requireSomethingShown(long now) {
    if (input.kind().live()
        && packetsNotShown > MANY_PACKETS
        && now - shownNanos > NOTHING_SHOWN.toNanos()) {
      throw new PullException(
          Retry.LATER,
          "stream: data arrives, but no %s picture of it could be decoded for %d s. Check the encoder."
              .formatted(reader.codec(), NOTHING_SHOWN.toSeconds()));
    }
  }

  private void take() {
    status.received(reader.packetBytes());
    status.lost(reader.lostPackets());
    packetsNotShown++;
    long micros = reader.packetMicros();
    if (input.kind() == InputKind.LIVE && micros != Long.MIN_VALUE) {
      captureClock.arrived(micros, Instant.now(), awaited);
    }
    if (skips(micros)) {
      status.arrived();
      status.dropped(FrameEncoder.OVERRUN);
      return;
    }
    if (!reader.decode(this::show)) {
      status.arrived();
      status.dropped(FrameEncoder.DAMAGED);
    }
  }

  /** A decoder that has fallen behind skips to the next keyframe, if there are any. */
  private boolean skips(long micros) {
    if (reader.packetIsKey()) {
      keySeen = true;
      skipping = false;
    } else if (keySeen && input.kind().live() && !awaited && behind(micros)) {
      skipping = true;
    }
    return skipping;
  }

  private boolean behind(long micros) {
    if (micros == Long.MIN_VALUE) {
      return false;
    }
    long lag =
        input.kind() == InputKind.LIVE
            ? captureClock.lag(micros, Instant.now())
            : playbackClock.lagMicros(micros);
    return lag > TOO_FAR_BEHIND_MICROS;
  }

  private void show(VideoFrame picture) {
    if (picture.micros() < fromMicros) {
      picture.close();
      return;
    }
    if (!joins(picture)) {
      drop(picture, FrameEncoder.DAMAGED);
      return;
    }
    if (++frames == STEADY_FRAMES) {
      onSteady.run();
    }
    shownNanos = System.nanoTime();
    packetsNotShown = 0;
    status.shown(picture.width(), picture.height());
    if (picture.damaged()) {
      status.damaged();
    }
    publish(picture);
  }

  /**
   * After joining a stream between keyframes, pictures refer to others that were never received.
   */
  private boolean joins(VideoFrame picture) {
    joined |= picture.key() || ++unjoined > LONGEST_JOIN;
    return joined;
  }

  private void drop(VideoFrame picture, String reason) {
    picture.close();
    status.arrived();
    status.dropped(reason);
  }

  private void publish(VideoFrame picture) {
    Optional<String> dropped = dropReason(picture);
    if (dropped.isPresent()) {
      picture.close();
      status.dropped(dropped.get());
      return;
    }
    if (input.kind() != InputKind.LIVE) {
      playbackClock.await(picture.micros(), awaited || input.kind() == InputKind.STORED, deadline);
      captureClock.arrived(picture.micros(), Instant.now(), true);
      status.position(Duration.of(picture.micros() - reader.startMicros(), ChronoUnit.MICROS));
    }
    encoder.offer(picture, captureClock.capturedAt(picture.micros(), Instant.now()), epoch);
  }

  private Optional<String> dropReason(VideoFrame picture) {
    if (plan.skipDamaged() && picture.damaged()) {
      return Optional.of(FrameEncoder.DAMAGED);
    }
    boolean picked = sampler.picks(samplingMicros(picture));
    return picked ? Optional.empty() : Optional.of(DropReason.SAMPLED_OUT.text());
  }

  /** Live frames are sampled by the wall clock, so that timestamps may be wrong. */
  private long samplingMicros(VideoFrame picture) {
    return input.kind() == InputKind.LIVE
        ? captureClock.wallMicros(picture.micros(), Instant.now())
        : picture.micros();
  }
}
