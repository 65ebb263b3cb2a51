package io.darkroom.gateway.limits;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.github.bucket4j.ConsumptionProbe;
import java.util.Optional;

/**
 * Limits what each caller may use: calls per second, calls at a time, and for later frames and
 * bytes per second. Answers say how much is left. Each gateway counts for itself. Thread-safe.
 */
public final class CallerLimits {

  /** The caller that was seen least recently is forgotten first. */
  private static final int MOST_CALLERS = 100_000;

  private final CallerQuota quota;
  private final LimitGauges metrics;
  private final RecentMap<String, CallerUse> callers = new RecentMap<>(MOST_CALLERS);

  public CallerLimits(CallerQuota quota, LimitGauges metrics) {
    this.quota = quota;
    this.metrics = metrics;
    metrics.limited("caller_calls", quota.callsPerSecond());
    metrics.limited("caller_open_calls", quota.openCalls());
    metrics.limited("caller_frames", quota.framesPerSecond());
    metrics.limited("caller_bytes", quota.bytesPerSecond());
  }

  /**
   * Counts a call until it ends.
   *
   * @throws DarkroomException {@code TOO_MANY_REQUESTS}
   */
  public void begin(ServiceRequestContext call) {
    Optional<String> caller = CallerKey.of(call);
    if (caller.isPresent()) {
      begin(call, callers.touch(caller.get(), key -> new CallerUse(quota, metrics)));
    }
  }

  private void begin(ServiceRequestContext call, CallerUse use) {
    ConsumptionProbe calls = use.takeCall();
    tell(call, calls.getRemainingTokens());
    if (!calls.isConsumed()) {
      throw use.refused(
          "calls", quota.callsPerSecond() + " calls a second", "--caller-calls-per-second");
    }
    if (!use.begin()) {
      throw use.refused(
          "open_calls", quota.openCalls() + " calls at a time", "--caller-open-calls");
    }
    call.log().whenComplete().thenRun(use::ended);
    call.setAttr(FrameQuota.OF_CALL, use);
  }

  /** As in the draft of the IETF on rate limit headers. */
  private void tell(ServiceRequestContext call, long left) {
    call.mutateAdditionalResponseHeaders(
        headers ->
            headers
                .set("ratelimit-policy", "\"calls\";q=%d;w=1".formatted(quota.callsPerSecond()))
                .set("ratelimit", "\"calls\";r=%d;t=1".formatted(left)));
  }

  static DarkroomException tooMany(String limit, String option) {
    return new DarkroomException(
        ErrorCode.TOO_MANY_REQUESTS,
        "caller: more than %s (expected: fewer). Try again in a moment, or raise %s."
            .formatted(limit, option));
  }
}
