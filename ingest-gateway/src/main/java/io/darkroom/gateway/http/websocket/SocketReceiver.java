package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The receiving side of one socket: answers pings and the closing, hands on the rest. Called on the
 * socket's event loop, one message after the other. A message is done with when its answer has been
 * written, not when it waits to be: of a peer that sends and does not read, so many messages are
 * taken and then no more.
 */
abstract class SocketReceiver implements Subscriber<WebSocketFrame> {

  private final WebSocketWriter out;
  private final int ahead;
  private final StreamingCall call;
  private Subscription subscription;

  /**
   * @param ahead messages taken from the socket before the first is done with
   */
  SocketReceiver(WebSocketWriter out, int ahead, StreamingCall call) {
    this.out = out;
    this.ahead = ahead;
    this.call = call;
  }

  /** Each call of {@link #done} or {@link #answer} makes room for another message. */
  abstract void onText(String text);

  abstract void onBinary(byte[] message);

  final void done() {
    subscription.request(1);
  }

  /** Writes what a message is answered with; the message is done with when it is written. */
  final void answer(WebSocketFrame frame) {
    boolean message = isMessage(frame);
    if (out.tryWrite(frame)) {
      if (message) {
        call.messageSent();
      }
      out.whenConsumed().thenRun(this::done);
    }
  }

  @Override
  public final void onSubscribe(Subscription given) {
    subscription = given;
    given.request(ahead);
  }

  @Override
  public final void onNext(WebSocketFrame frame) {
    try (frame) {
      if (isMessage(frame)) {
        call.messageReceived();
      }
      WebSocketFrameType type = frame.type();
      switch (type) {
        case TEXT -> onText(frame.text());
        case BINARY -> onBinary(frame.array());
        case PING -> answer(WebSocketFrame.ofPong(frame.array()));
        case CLOSE -> {
          out.close();
          subscription.cancel();
        }
        case PONG, CONTINUATION -> done();
      }
    }
  }

  private static boolean isMessage(WebSocketFrame frame) {
    return frame.type() == WebSocketFrameType.TEXT || frame.type() == WebSocketFrameType.BINARY;
  }

  @Override
  public final void onError(Throwable cause) {
    out.close();
  }

  @Override
  public final void onComplete() {
    out.close();
  }
}
