package io.darkroom.gateway.http.websocket;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.linecorp.armeria.common.websocket.WebSocket;
import com.linecorp.armeria.common.websocket.WebSocketFrame;
import com.linecorp.armeria.common.websocket.WebSocketWriter;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.JpegStarts;
import io.darkroom.frame.Names;
import io.darkroom.frame.SourcePosition;
import io.darkroom.gateway.error.Fault;
import io.darkroom.gateway.frames.publish.FrameIntake;
import io.darkroom.gateway.frames.publish.FrameOrigin;
import io.darkroom.gateway.frames.publish.Published;
import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.http.query.Parameters;
import io.darkroom.gateway.limits.Slots;
import io.darkroom.gateway.telemetry.metrics.StreamingCall;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Serves {@code /v1/streams/{stream_id}/publish}. Each binary message is a frame, a bare image, or
 * several JPEGs one after the other, each of which is a frame and gets an answer. The answers come
 * in order: {@code {"sequence","position",…}} once Kafka has the frame, or {@code {"error"}}. At
 * most {@value #IN_FLIGHT} frames per socket are on their way to Kafka; until one arrives, the
 * socket is not read.
 */
record PublishSocket(FrameIntake intake, OpenSockets sockets, Slots publishers)
    implements SocketHandler {

  static final int IN_FLIGHT = 8;

  private static final String ORIENTATION = "orientation";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public void check(ServiceRequestContext context) {
    Names.require("streamId", context.pathParam(SocketPaths.STREAM_ID));
    Parameters.requireKnown(context.queryParams(), List.of(ORIENTATION));
    isStored(context);
    publishers.holdFor(context);
  }

  @Override
  public WebSocket handle(ServiceRequestContext context, WebSocket in) {
    WebSocketWriter out = WebSocket.streaming();
    StreamingCall counted = sockets.add(context, out);
    in.subscribe(new Frames(context, out, counted), context.eventLoop());
    return out;
  }

  private static boolean isStored(ServiceRequestContext call) {
    String orientation = call.queryParams().get(ORIENTATION, "");
    if (!List.of("", "upright", "stored").contains(orientation)) {
      throw Parameters.invalid(ORIENTATION, orientation, "upright or stored");
    }
    return orientation.equals("stored");
  }

  private final class Frames extends SocketReceiver {
    private final ServiceRequestContext call;
    private final String streamId;
    private final FrameOrigin origin;
    private final boolean stored;
    private final long epoch = StreamSequences.epochAt(Instant.now());
    private CompletableFuture<Void> lastAnswer = CompletableFuture.completedFuture(null);
    private long nextSequence;

    Frames(ServiceRequestContext call, WebSocketWriter out, StreamingCall counted) {
      super(out, IN_FLIGHT, maxMessageBytes(), counted);
      this.call = call;
      this.streamId = call.pathParam(SocketPaths.STREAM_ID);
      this.origin = FrameOrigin.Message.of(call, "websocket");
      this.stored = isStored(call);
    }

    @Override
    void onText(String text) {
      Renewal.tokenIn(text)
          .ifPresentOrElse(token -> textInOrder(Renewal.answer(call, token)), this::refuseText);
    }

    private void refuseText() {
      answerInOrder(
          intake.refuse(
              streamId,
              origin,
              DarkroomException.invalid(
                  "message",
                  "message: text (expected: a frame, JPEG or PNG as binary). Send binary.")));
    }

    @Override
    void onBinary(byte[] message) {
      ByteString bytes = UnsafeByteOperations.unsafeWrap(message);
      if (message.length > 0 && ImageHeader.sniff(bytes).isEmpty()) {
        answerInOrder(() -> publishFrame(message));
        return;
      }
      List<ByteString> images = JpegStarts.split(bytes);
      for (int i = 1; i < images.size(); i++) {
        expectAnother();
      }
      images.forEach(image -> answerInOrder(() -> publishImage(image)));
    }

    private CompletableFuture<Published> publishFrame(byte[] message) {
      return intake.publish(FrameCodec.receive(message, streamId, Instant.now()), origin);
    }

    private CompletableFuture<Published> publishImage(ByteString bytes) {
      Frame image = intake.read(streamId, bytes, stored, Instant.now());
      return intake.publishNew(image.renumbered(streamId, epoch, nextSequence++), origin);
    }

    private void answerInOrder(Supplier<CompletableFuture<Published>> publish) {
      try {
        answerInOrder(publish.get());
      } catch (DarkroomException e) {
        answerInOrder(intake.refuse(streamId, origin, e));
      }
    }

    private void answerInOrder(CompletableFuture<Published> published) {
      textInOrder(published.handle((done, failure) -> answerTo(call, done, failure)));
    }

    private void textInOrder(CompletableFuture<String> answer) {
      lastAnswer =
          lastAnswer.thenCombine(
              answer,
              (before, text) -> {
                answer(WebSocketFrame.ofText(text));
                return null;
              });
    }
  }

  private static String acknowledgement(Published published) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("sequence", published.sequence())
            .put("epoch", published.epoch());
    if (published.repeated()) {
      answer.put("repeated", true);
    }
    SourcePosition position = published.position();
    answer
        .putObject("position")
        .put("partition", position.partition())
        .put("offset", position.offset())
        .put("appendedAt", Instant.ofEpochMilli(position.appendedAtMillis()).toString());
    return answer.toString();
  }

  private static String answerTo(
      ServiceRequestContext call, Published published, Throwable failure) {
    if (failure == null) {
      return acknowledgement(published);
    }
    return ControlMessages.errorText(Fault.of(call, failure));
  }
}
