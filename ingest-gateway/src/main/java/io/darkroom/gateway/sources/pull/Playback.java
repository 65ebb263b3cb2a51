package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.PlaybackClock;
import io.darkroom.gateway.media.VideoFrame;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.telemetry.metric.DropReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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
  private static final Duration MAX_GAP = Duration.ofSeconds(5);
  private static final long TOO_FAR_BEHIND_MICROS = 1_000_000;

  private final PullPlan plan;
  private final OpenInput input;
  private final VideoReader reader;
  private final PullStatus status;
  private final FrameEncoder encoder;
  private final Deadline deadline;
  private final Runnable onSteady;
  private final Sampler sampler;
  private final FrameClock captureClock = new FrameClock();
  private final PlaybackClock playbackClock = new PlaybackClock(MAX_LATENESS, MAX_GAP);
  private final long epoch = StreamSequences.epochAt(Instant.now());
  private long fromMicros = Long.MIN_VALUE;
  private boolean awaited = true;
  private String skipping;
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
    // After joining a stream between keyframes, packets refer to frames that were never received.
    this.skipping = input.kind().live() ? FrameEncoder.DAMAGED : "";
    this.sampler = new Sampler(input.polled() ? 0 : plan.fps());
  }

  /** Returns the number of frames at the end; throws {@link MediaException} on failure. */
  long run() {
    if (input.kind() == InputKind.STORED && !plan.startAt().isZero()) {
      reader.seek(plan.startAt());
      fromMicros = reader.startMicros() + plan.startAt().toNanos() / 1000;
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

  private boolean advance() {
    deadline.in(input.patience().next());
    long before = System.nanoTime();
    boolean more = reader.advance();
    awaited = System.nanoTime() - before > WAITED_NANOS;
    return more;
  }

  private void take() {
    status.received(reader.packetBytes());
    long micros = reader.packetMicros();
    if (input.kind() == InputKind.LIVE && micros != Long.MIN_VALUE) {
      captureClock.arrived(micros, Instant.now(), awaited);
    }
    if (skips(micros)) {
      status.arrived();
      status.dropped(skipping);
      return;
    }
    if (!reader.decode(this::show)) {
      status.arrived();
      status.dropped(FrameEncoder.DAMAGED);
    }
  }

  /** A decoder that has fallen behind skips to the next keyframe. */
  private boolean skips(long micros) {
    if (reader.packetIsKey()) {
      skipping = "";
    } else if (skipping.isEmpty() && input.kind().live() && !awaited && behind(micros)) {
      skipping = FrameEncoder.OVERRUN;
    }
    return !skipping.isEmpty();
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
    if (picture.micros() != Long.MIN_VALUE && picture.micros() < fromMicros) {
      picture.close();
      return;
    }
    if (++frames == STEADY_FRAMES) {
      onSteady.run();
    }
    status.arrived(picture.width(), picture.height());
    if (!sampler.picks(picture.micros())) {
      picture.close();
      status.dropped(DropReason.SAMPLED_OUT.text());
      return;
    }
    if (input.kind() != InputKind.LIVE) {
      playbackClock.await(picture.micros(), awaited || input.kind() == InputKind.STORED, deadline);
      captureClock.arrived(picture.micros(), Instant.now(), true);
      status.position(Duration.of(picture.micros() - reader.startMicros(), ChronoUnit.MICROS));
    }
    encoder.offer(picture, captureClock.capturedAt(picture.micros(), Instant.now()), epoch);
  }
}
