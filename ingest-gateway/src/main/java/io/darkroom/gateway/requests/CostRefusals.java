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
 * Remembers requests that the job refused as too costly, so that equal requests are refused without
 * a round trip through Kafka. The job decides by the image's format and size and by the chain,
 * never by its pixels. Thread-safe.
 */
final class CostRefusals {

  static final Duration KEPT = Duration.ofSeconds(10);
  static final int MAX_KINDS = 1000;

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

  private record Refusal(DarkroomException error, long expiresNanos) {}

  private final LongSupplier nanoTime;

  /** Oldest first. */
  private final Map<Kind, Refusal> refusals = new LinkedHashMap<>();

  CostRefusals(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Records a failed request if the job refused it as too costly. */
  void learn(Frame request, Throwable failure) {
    if (failure instanceof DarkroomException refusal
        && refusal.code() == ErrorCode.CHAIN_TOO_COSTLY) {
      remember(Kind.of(request), refusal);
    }
  }

  private synchronized void remember(Kind kind, DarkroomException refusal) {
    refusals.remove(kind);
    refusals.put(kind, new Refusal(refusal, nanoTime.getAsLong() + KEPT.toNanos()));
    if (refusals.size() > MAX_KINDS) {
      refusals.remove(refusals.keySet().iterator().next());
    }
  }

  /** Returns the refusal of an equal request within the last {@link #KEPT}. */
  synchronized Optional<DarkroomException> find(Frame request) {
    refusals.values().removeIf(this::expired);
    return refusals.isEmpty()
        ? Optional.empty()
        : Optional.ofNullable(refusals.get(Kind.of(request))).map(Refusal::error);
  }

  private boolean expired(Refusal refusal) {
    return refusal.expiresNanos() - nanoTime.getAsLong() <= 0;
  }
}
