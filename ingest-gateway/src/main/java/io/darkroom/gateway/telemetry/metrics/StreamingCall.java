package io.darkroom.gateway.telemetry.metrics;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.CallOutcome;
import io.micrometer.core.instrument.Counter;

/** Counts the messages of one streaming call. Thread-safe. */
public record StreamingCall(ServiceRequestContext context, Counter received, Counter sent) {

  /** Counts a message from the caller. */
  public void messageReceived() {
    received.increment();
  }

  /** Counts a message to the caller. */
  public void messageSent() {
    sent.increment();
  }

  /** Records the error that ends the call. */
  public void failed(ErrorCode code) {
    CallOutcome.note(context, code);
  }
}
