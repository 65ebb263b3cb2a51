package io.darkroom.gateway.frames.watch;

import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.time.Duration;

/**
 * Metrics of each frame that is delivered to a subscriber. Thread-safe.
 *
 * @param kind raw or processed
 */
public record DeliveryMetrics(GatewayMetrics metrics, String kind) {

  public void delivered(Delivery delivery) {
    metrics.within(delivery.trace().traceparent(), () -> observe(delivery));
  }

  private void observe(Delivery delivery) {
    metrics.delivered(kind, delivery.streamId(), delivery.length());
    // The initial frame says nothing about latency.
    if (delivery.timing() == Delivery.Timing.LIVE) {
      observeTimes(delivery);
    }
  }

  private void observeTimes(Delivery delivery) {
    metrics.deliveredAfter(kind, Duration.ofNanos(System.nanoTime() - delivery.arrivedNanos()));
    if (kind.equals("processed")) {
      long sourceMillis = Math.max(0, delivery.position().appendedAtMillis());
      metrics.endToEnd(delivery.streamId(), System.currentTimeMillis() - sourceMillis);
    }
  }
}
