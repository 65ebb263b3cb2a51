package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.error.CallOutcome;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that the peer of a socket reads. Pings it periodically, but never while an earlier message
 * waits to be written. If nothing can be written for too long, closes the connection. Confined to
 * the socket's event loop.
 */
final class PeerWatch {

  private static final Logger log = LoggerFactory.getLogger(PeerWatch.class);
  private static final Duration PING_EVERY = Duration.ofSeconds(20);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int LOOKS = 4;

  private final ServiceRequestContext context;
  private final WebSocketWriter out;
  private final long patienceNanos;
  private final long pingNanos;
  private final GatewayMetrics metrics;
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
  private long waitsSince;
  private long lastPing = System.nanoTime();

  PeerWatch(
      ServiceRequestContext context,
      WebSocketWriter out,
      Duration patience,
      GatewayMetrics metrics) {
    this.context = context;
    this.out = out;
    this.patienceNanos = patience.toNanos();
    this.pingNanos = Math.min(PING_EVERY.toNanos(), patienceNanos);
    this.metrics = metrics;
  }

  long periodMillis() {
    return Math.max(50, Duration.ofNanos(pingNanos).toMillis() / LOOKS);
  }

  void look() {
    long now = System.nanoTime();
    if (written.isDone() && out.isOpen()) {
      ping(now);
      written = out.whenConsumed();
      waitsSince = now;
    } else if (now - waitsSince > patienceNanos) {
      end(now);
    }
  }

  private void ping(long now) {
    if (now - lastPing >= pingNanos) {
      lastPing = now;
      out.writePing();
    }
  }

  /**
   * First sends a close frame with the reason. Because it waits behind everything that the peer has
   * not read, the next look closes the connection.
   */
  private void end(long now) {
    CallOutcome.note(context, ErrorCode.TOO_MANY_REQUESTS);
    if (out.isOpen()) {
      waitsSince = now - Math.max(0, patienceNanos - GRACE.toNanos());
      out.close(
          CloseCodes.TOO_MANY, "messages: not read in time (expected: steady reads). Read faster.");
      return;
    }
    waitsSince = now;
    metrics.closed(GatewayMetrics.NOT_READING);
    log.info("WebSocket {}: closed because its peer does not read", context.path());
    out.abort();
    Channel connection = context.log().partial().channel();
    boolean shared = context.sessionProtocol().isMultiplex();
    if (connection != null && !(shared && connection.isWritable())) {
      connection.close();
    }
  }
}
