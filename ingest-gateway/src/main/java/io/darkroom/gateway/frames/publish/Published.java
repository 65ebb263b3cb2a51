package io.darkroom.gateway.frames.publish;

import io.darkroom.frame.Frame;
import io.darkroom.frame.LineageCodec;
import io.darkroom.frame.SourcePosition;
import io.darkroom.v1.PublishFrameResponse;

/**
 * A frame in the topic {@code frames}.
 *
 * @param position the frame's identity
 * @param repeated whether it was published before
 */
public record Published(
    String streamId, long epoch, long sequence, SourcePosition position, boolean repeated) {

  public static Published of(Frame frame, SourcePosition position, boolean repeated) {
    return new Published(frame.streamId(), frame.epoch(), frame.sequence(), position, repeated);
  }

  public PublishFrameResponse toMessage() {
    return PublishFrameResponse.newBuilder()
        .setStreamId(streamId)
        .setSequence(sequence)
        .setEpoch(epoch)
        .setPosition(LineageCodec.toMessage(position))
        .setRepeated(repeated)
        .build();
  }
}
