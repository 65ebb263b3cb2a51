package io.darkroom.gateway.http.body;

import com.linecorp.armeria.common.FilteredHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.websocket.WebSocketProtocolViolationException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.http.websocket.CloseCodes;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A request that reports the held bytes of its body to the budget. It is aborted if the budget
 * refuses it or a message is not complete in time. Confined to the call's event loop, except for
 * refusals.
 */
final class CountedRequest extends FilteredHttpRequest {

  private final ServiceRequestContext context;
  private final HttpRequest request;
  private final BodyMeter meter;
  private final BodyBudget.Share share;
  private final BodyBudget budget;
  private final Duration messageTime;
  private long held;
  private long beganNanos;
  private boolean timed;
  private volatile RuntimeException refusal;

  CountedRequest(
      ServiceRequestContext context, HttpRequest request, BodyBudget budget, Duration messageTime) {
    super(request, true);
    this.context = context;
    this.request = request;
    this.budget = budget;
    this.messageTime = messageTime;
    this.meter = BodyMeter.of(request);
    this.share = budget.begin(this::refuse);
    // However it ends: complete, cancelled by the caller, refused or timed out.
    request.whenComplete().handle((done, failure) -> ended());
    context.log().whenComplete().thenRun(share::end);
  }

  private Void ended() {
    share.end();
    return null;
  }

  @Override
  protected HttpObject filter(HttpObject object) {
    if (object instanceof HttpData data && !data.isEmpty()) {
      long before = meter.whole();
      long now = meter.read(data.byteBuf());
      if (meter.whole() != before) {
        hold(0);
      }
      if (now != held) {
        hold(now);
      }
      if (refusal != null) {
        data.close();
        throw refusal;
      }
    }
    return object;
  }

  private void hold(long now) {
    if (held == 0) {
      beganNanos = System.nanoTime();
      if (meter.timed() && !timed) {
        timed = true;
        lookAfter(messageTime.toNanos());
      }
    }
    held = now;
    share.hold(now);
  }

  private void lookAfter(long nanos) {
    context.eventLoop().withoutContext().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }

  /** One timer per request, not per message: it is set again while a message is incomplete. */
  private void look() {
    timed = false;
    if (held == 0 || request.whenComplete().isDone()) {
      return;
    }
    long left = messageTime.toNanos() - (System.nanoTime() - beganNanos);
    if (left > 0) {
      timed = true;
      lookAfter(left);
    } else {
      budget.tooSlow();
      refuse(tooSlow());
    }
  }

  private DarkroomException tooSlow() {
    return new DarkroomException(
        ErrorCode.TIMEOUT,
        "body: a message is incomplete after %s (expected: complete by then). Send it faster."
            .formatted(messageTime));
  }

  /** Fails the read of the next bytes, or aborts the request if none come. */
  private void refuse(DarkroomException error) {
    share.end();
    RuntimeException cause = cause(error);
    refusal = cause;
    // Must run on the event loop: bytes that arrive meanwhile must not meet a closed request.
    context.eventLoop().withoutContext().execute(() -> request.abort(cause));
  }

  private RuntimeException cause(DarkroomException error) {
    return BodyMeter.isWebSocket(request)
        ? new WebSocketProtocolViolationException(
            CloseCodes.TOO_MANY, CloseCodes.reason(error.getMessage()))
        : error;
  }
}
