package io.darkroom.gateway.limits;

import io.darkroom.error.DarkroomException;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What one caller has used of its quota. Thread-safe; never blocks. */
final class CallerUse implements FrameQuota {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final CallerQuota quota;
  private final LimitGauges metrics;
  private final Bucket calls;
  private final Bucket frames;
  private final Bucket bytes;
  private final AtomicInteger open = new AtomicInteger();

  CallerUse(CallerQuota quota, LimitGauges metrics) {
    this.quota = quota;
    this.metrics = metrics;
    this.calls = bucket(quota.callsPerSecond());
    this.frames = bucket(quota.framesPerSecond());
    this.bytes = bucket(quota.bytesPerSecond());
  }

  /** Holds two seconds' worth, so that a burst may follow a pause. */
  private static Bucket bucket(long perSecond) {
    return Bucket.builder()
        .addLimit(limit -> limit.capacity(2 * perSecond).refillGreedy(perSecond, SECOND))
        .build();
  }

  ConsumptionProbe takeCall() {
    return calls.tryConsumeAndReturnRemaining(1);
  }

  /** Whether one more call may be open; if so, {@link #ended} must follow. */
  boolean begin() {
    if (open.incrementAndGet() > quota.openCalls()) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  void ended() {
    open.decrementAndGet();
  }

  @Override
  public void take(int size) {
    if (!frames.tryConsume(1)) {
      throw refused(
          "frames", quota.framesPerSecond() + " frames a second", "--caller-frames-per-second");
    }
    if (size > 0 && !bytes.tryConsume(size)) {
      throw refused(
          "bytes", quota.bytesPerSecond() + " bytes a second", "--caller-bytes-per-second");
    }
  }

  DarkroomException refused(String what, String limit, String option) {
    metrics.refused("caller_" + what);
    return CallerLimits.tooMany(limit, option);
  }
}
