package io.darkroom.frame;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.time.Instant;

/**
 * Why a record of the topic {@code frames} gave no processed frame.
 *
 * @param streamId empty where the record was too broken to tell
 * @param pipelineId set where one pipeline failed and others may have worked
 * @param requestId set where the frame asked for an answer
 */
public record Reject(
    ErrorCode code,
    String message,
    String streamId,
    String pipelineId,
    String requestId,
    SourcePosition source,
    Instant rejectedAt) {

  public byte[] toBytes() {
    return io.darkroom.v1.Reject.newBuilder()
        .setCode(code.name())
        .setMessage(message)
        .setStreamId(streamId)
        .setPipelineId(pipelineId)
        .setRequestId(requestId)
        .setSource(LineageCodec.toMessage(source))
        .setRejectedAt(WireTime.of(rejectedAt))
        .build()
        .toByteArray();
  }

  /**
   * Reads the value of a record of the topic {@code rejects}.
   *
   * @throws DarkroomException {@code INVALID_FRAME}
   */
  public static Reject fromBytes(byte[] bytes) {
    try {
      io.darkroom.v1.Reject message = io.darkroom.v1.Reject.parseFrom(bytes);
      return new Reject(
          ErrorCode.valueOf(message.getCode()),
          message.getMessage(),
          message.getStreamId(),
          message.getPipelineId(),
          message.getRequestId(),
          LineageCodec.fromMessage(message.getSource()),
          FrameCodec.toInstant("rejected_at", message.getRejectedAt()));
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_FRAME, "reject record: not readable. Check what wrote it.", e);
    }
  }
}
