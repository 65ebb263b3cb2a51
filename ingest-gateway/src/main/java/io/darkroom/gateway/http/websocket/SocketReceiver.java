package io.darkroom.gateway.http.websocket;

import com.linecorp.armeria.common.websocket.WebSocketCloseStatus;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketFrameType;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The receiving side of a socket. Answers pings and close frames, and passes messages on, one at a
 * time, on the socket's event loop. A message counts as done when its answer has been written to
 * the network, so that a peer that sends but does not read is soon not read either.
 */
abstract class SocketReceiver implements Subscriber<WebSocketFrame> {

  private final WebSocketWriter out;
  private final int ahead;
  private final int maxBytes;
  private final StreamingCall call;
  private Subscription subscription;
  private int expected;

  /**
   * @param ahead how many messages may be taken before the first is done
   * @param maxBytes of a message, also of one that comes in several frames; a longer one closes the
   *     socket with 1009
   */
  SocketReceiver(WebSocketWriter out, int ahead, int maxBytes, StreamingCall call) {
    this.out = out;
    this.ahead = ahead;
    this.maxBytes = maxBytes;
    this.call = call;
  }

  /** Handles a message. Must call {@link #done} or {@link #answer} to make room for another. */
  abstract void onText(String text);

  abstract void onBinary(byte[] message);

  final void done() {
    if (expected > 0) {
      expected--;
    } else {
      subscription.request(1);
    }
  }

  /** Notes that the message at hand gets one more answer, and is done after that. */
  final void expectAnother() {
    expected++;
  }

  /** Writes the answer to a message, which is done when the answer has been written. */
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
        if (frame.length() > maxBytes) {
          out.close(WebSocketCloseStatus.MESSAGE_TOO_BIG);
          subscription.cancel();
          return;
        }
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
