package io.darkroom.gateway.websocket;

import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.fanout.Delivery;
import io.darkroom.gateway.fanout.Subscriber;
import io.darkroom.gateway.metrics.DeliveryMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends a watcher frames as binary messages and all else as text. */
record SocketSink(ServiceRequestContext call, WebSocketWriter out, DeliveryMetrics metrics)
    implements Subscriber.Sink {

  @Override
  public CompletableFuture<Void> send(Delivery delivery, Map<String, Long> dropped) {
    ByteBuf bytes = Unpooled.wrappedBuffer(delivery.message(), delivery.tail());
    if (!told(dropped) || !out.tryWrite(WebSocketFrame.ofPooledBinary(bytes))) {
      return CompletableFuture.failedFuture(new IllegalStateException("closed"));
    }
    metrics.delivered(delivery);
    CompletableFuture<Void> taken = out.whenConsumed();
    delivery.trace().sending("websocket", taken);
    return taken;
  }

  private boolean told(Map<String, Long> dropped) {
    return dropped.isEmpty() || out.tryWrite(ControlMessages.dropped(dropped));
  }

  @Override
  public void end(DarkroomException cause) {
    if (out.tryWrite(ControlMessages.error(Fault.of(call, cause)))) {
      out.close(CloseCodes.of(cause), CloseCodes.reason(cause.getMessage()));
    }
  }
}
