package io.darkroom.frame;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.time.Instant;

/**
 * The reason why a record of the topic {@code frames} or {@code requests} gave no processed frame.
 *
 * @param message at most {@value #MAX_MESSAGE} characters; longer ones are cut
 * @param streamId empty if it could not be read from the record
 * @param pipelineId set if only this pipeline failed
 * @param requestId set if the frame carried a request
 * @param source the position of the record in its topic
 * @param topic the topic of the record, without its prefix
 */
public record Reject(
    ErrorCode code,
    String message,
    String streamId,
    String pipelineId,
    String requestId,
    SourcePosition source,
    Instant rejectedAt,
    String topic) {

  public static final int MAX_MESSAGE = 2000;

  public static final String FRAMES = "frames";
  public static final String REQUESTS = "requests";

  public Reject {
    message = Excerpt.of(message, MAX_MESSAGE);
  }

  /** Creates a reject of a record of the topic {@code frames}. */
  public Reject(
      ErrorCode code,
      String message,
      String streamId,
      String pipelineId,
      String requestId,
      SourcePosition source,
      Instant rejectedAt) {
    this(code, message, streamId, pipelineId, requestId, source, rejectedAt, FRAMES);
  }

  /** Returns a copy for a record of another topic. */
  public Reject from(String otherTopic) {
    return new Reject(
        code, message, streamId, pipelineId, requestId, source, rejectedAt, otherTopic);
  }

  public byte[] toBytes() {
    return toMessage().toByteArray();
  }

  io.darkroom.v1.Reject toMessage() {
    return io.darkroom.v1.Reject.newBuilder()
        .setCode(code.name())
        .setMessage(message)
        .setStreamId(streamId)
        .setPipelineId(pipelineId)
        .setRequestId(requestId)
        .setSource(LineageCodec.toMessage(source))
        .setRejectedAt(WireTime.of(rejectedAt))
        .setTopic(topic)
        .build();
  }

  /**
   * Decodes the value of a record of the topic {@code rejects}.
   *
   * @throws DarkroomException {@code INVALID_FRAME}
   */
  public static Reject fromBytes(byte[] bytes) {
    try {
      return fromMessage(io.darkroom.v1.Reject.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw unreadable(e);
    }
  }

  static Reject fromMessage(io.darkroom.v1.Reject message) {
    try {
      return new Reject(
          codeOf(message.getCode()),
          message.getMessage(),
          Names.validOrEmpty(message.getStreamId()),
          Names.validOrEmpty(message.getPipelineId()),
          Names.validOrEmpty(message.getRequestId()),
          LineageCodec.fromMessage(message.getSource()),
          FrameCodec.toInstant("rejected_at", message.getRejectedAt()),
          message.getTopic().equals(REQUESTS) ? REQUESTS : FRAMES);
    } catch (IllegalArgumentException e) {
      throw unreadable(e);
    }
  }

  /** A newer job may use a code that is unknown here. */
  private static ErrorCode codeOf(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("no code");
    }
    return ErrorCode.named(name);
  }

  private static DarkroomException unreadable(Exception cause) {
    return new DarkroomException(
        ErrorCode.INVALID_FRAME,
        "reject record: not readable (expected: darkroom.v1.Reject). Check the program that wrote it.",
        cause);
  }
}
