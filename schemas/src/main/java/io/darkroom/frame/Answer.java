package io.darkroom.frame;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import java.time.Instant;

/** The outcome of a request: the value of a record of the topic {@code answers}. Immutable. */
public sealed interface Answer {

  /** The request was processed. */
  record Done(Frame frame) implements Answer {}

  /** The request was rejected. */
  record Refused(Reject reject) implements Answer {}

  /** Encodes an answer into a new array. Copies the image once. */
  static byte[] encode(Answer answer) {
    io.darkroom.v1.Answer.Builder message = io.darkroom.v1.Answer.newBuilder();
    if (answer instanceof Done done) {
      message.setFrame(FrameCodec.toMessage(done.frame()));
    } else if (answer instanceof Refused refused) {
      message.setReject(refused.reject().toMessage());
    }
    return message.build().toByteArray();
  }

  /**
   * Decodes an answer. The image is a slice of the bytes, which you must not modify afterwards.
   *
   * @throws DarkroomException {@code INVALID_FRAME}
   */
  static Answer decode(byte[] bytes) {
    io.darkroom.v1.Answer message = parse(bytes);
    return switch (message.getOutcomeCase()) {
      case FRAME -> new Done(FrameCodec.fromMessage(message.getFrame(), Instant.EPOCH));
      case REJECT -> new Refused(Reject.fromMessage(message.getReject()));
      case OUTCOME_NOT_SET ->
          throw FrameCodec.invalid("answer", "neither frame nor reject", "one of them");
    };
  }

  private static io.darkroom.v1.Answer parse(byte[] bytes) {
    try {
      return io.darkroom.v1.Answer.parseFrom(FrameCodec.aliasing(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw FrameCodec.invalid("answer", bytes.length + " bytes", "darkroom.v1.Answer");
    } catch (java.io.IOException e) {
      throw new IllegalStateException("reading an array cannot fail", e);
    }
  }
}
