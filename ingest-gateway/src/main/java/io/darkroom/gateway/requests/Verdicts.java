package io.darkroom.gateway.requests;

import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Requests that the job refused as too costly, remembered for a while, so that equal ones are
 * refused without going through Kafka. The job judges by a picture's format and size and by the
 * chain, never by its pixels. Thread-safe.
 */
final class Verdicts {

  static final Duration KEPT = Duration.ofSeconds(10);
  static final int MOST = 1000;

  private record Kind(
      Encoding encoding,
      int width,
      int height,
      Chain chain,
      Accelerator accelerator,
      Output output) {

    static Kind of(Frame frame) {
      Request request = frame.request().orElseThrow();
      return new Kind(
          frame.encoding(),
          frame.width(),
          frame.height(),
          request.chain(),
          request.accelerator(),
          request.output());
    }
  }

  private record Verdict(DarkroomException refusal, long expiresNanos) {}

  private final LongSupplier nanoTime;

  /** The oldest first. */
  private final Map<Kind, Verdict> verdicts = new LinkedHashMap<>();

  Verdicts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Learns from the job's answer to a request. */
  void learn(Frame request, Throwable failure) {
    if (failure instanceof DarkroomException refusal
        && refusal.code() == ErrorCode.CHAIN_TOO_COSTLY) {
      remember(Kind.of(request), refusal);
    }
  }

  private synchronized void remember(Kind kind, DarkroomException refusal) {
    verdicts.remove(kind);
    verdicts.put(kind, new Verdict(refusal, nanoTime.getAsLong() + KEPT.toNanos()));
    if (verdicts.size() > MOST) {
      verdicts.remove(verdicts.keySet().iterator().next());
    }
  }

  /** What the job said of an equal request a short time ago. */
  synchronized Optional<DarkroomException> on(Frame request) {
    verdicts.values().removeIf(this::expired);
    return verdicts.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(verdicts.get(Kind.of(request))).map(Verdict::refusal);
  }

  private boolean expired(Verdict verdict) {
    return verdict.expiresNanos() - nanoTime.getAsLong() <= 0;
  }
}
