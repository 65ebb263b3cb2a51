package io.darkroom.gateway.metrics;

import io.darkroom.gateway.fanout.Delivery;
import java.time.Duration;

/**
 * What is told of each frame that is handed to a subscriber. Thread-safe.
 *
 * @param kind raw or processed
 */
public record DeliveryMetrics(GatewayMetrics metrics, String kind) {

  public void delivered(Delivery delivery) {
    metrics.within(delivery.trace().traceparent(), () -> observe(delivery));
  }

  private void observe(Delivery delivery) {
    Duration sinceArrival = Duration.ofNanos(System.nanoTime() - delivery.arrivedNanos());
    metrics.delivered(kind, delivery.streamId(), delivery.length(), sinceArrival);
    if (kind.equals("processed")) {
      long sourceMillis = Math.max(0, delivery.position().appendedAtMillis());
      metrics.endToEnd(delivery.streamId(), System.currentTimeMillis() - sourceMillis);
    }
  }
}
