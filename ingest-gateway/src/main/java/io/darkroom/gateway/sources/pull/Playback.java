package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.VideoFrame;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.telemetry.metric.DropReason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Reads an input to its end and hands the frames on, each at its time. Used by one thread; ended by
 * cancelling the deadline.
 */
final class Playback {

  /** Reading that took longer than this waited for the other side. */
  private static final long WAITED_NANOS = 20_000_000;

  /** As many frames as show that the source works. */
  private static final long STEADY_FRAMES = 25;

  private static final long TOO_FAR_BEHIND_MICROS = 1_000_000;

  private final PullPlan plan;
  private final OpenInput input;
  private final VideoReader reader;
  private final PullStatus status;
  private final FrameEncoder outlet;
  private final Deadline deadline;
  private final Runnable onSteady;
  private final Sampler sampler;
  private final FrameClock clock = new FrameClock();
  private final Schedule schedule = new Schedule();
  private final long epoch = StreamSequences.epochAt(Instant.now());
  private long fromMicros = Long.MIN_VALUE;
  private boolean awaited = true;
  private String skipping;
  private long frames;

  /**
   * @param onSteady runs once enough has come to say that the source works
   */
  Playback(
      PullPlan plan,
      OpenInput input,
      PullStatus status,
      FrameEncoder outlet,
      Deadline deadline,
      Runnable onSteady) {
    this.plan = plan;
    this.input = input;
    this.reader = input.reader();
    this.status = status;
    this.outlet = outlet;
    this.deadline = deadline;
    this.onSteady = onSteady;
    // Who joins a camera between two keyframes gets packets that refer to what it never saw.
    this.skipping = input.pace().live() ? FrameEncoder.DAMAGED : "";
    this.sampler = new Sampler(plan.fps());
  }

  /** Returns at the end with the number of frames; throws {@link MediaException} on trouble. */
  long run() {
    if (input.pace() == InputKind.STORED && !plan.startAt().isZero()) {
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
    deadline.in(input.pace().patience());
    long before = System.nanoTime();
    boolean more = reader.advance();
    awaited = System.nanoTime() - before > WAITED_NANOS;
    return more;
  }

  private void take() {
    status.received(reader.packetBytes());
    long micros = reader.packetMicros();
    if (input.pace() == InputKind.LIVE && micros != Long.MIN_VALUE) {
      clock.arrived(micros, Instant.now(), awaited);
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

  /** A decoder that has fallen behind goes on at the next keyframe. */
  private boolean skips(long micros) {
    if (reader.packetIsKey()) {
      skipping = "";
    } else if (skipping.isEmpty() && input.pace().live() && !awaited && behind(micros)) {
      skipping = FrameEncoder.OVERRUN;
    }
    return !skipping.isEmpty();
  }

  private boolean behind(long micros) {
    if (micros == Long.MIN_VALUE) {
      return false;
    }
    long lag =
        input.pace() == InputKind.LIVE ? clock.lag(micros, Instant.now()) : schedule.lag(micros);
    return lag > TOO_FAR_BEHIND_MICROS;
  }

  private void show(VideoFrame still) {
    if (still.micros() != Long.MIN_VALUE && still.micros() < fromMicros) {
      still.close();
      return;
    }
    if (++frames == STEADY_FRAMES) {
      onSteady.run();
    }
    status.arrived(still.width(), still.height());
    if (!sampler.picks(still.micros())) {
      still.close();
      status.dropped(DropReason.SAMPLED_OUT.text());
      return;
    }
    if (input.pace() != InputKind.LIVE) {
      schedule.await(still.micros(), awaited || input.pace() == InputKind.STORED, deadline);
      clock.arrived(still.micros(), Instant.now(), true);
      status.position(Duration.of(still.micros() - reader.startMicros(), ChronoUnit.MICROS));
    }
    outlet.offer(new PulledFrame(still, clock.capturedAt(still.micros(), Instant.now()), epoch));
  }
}
