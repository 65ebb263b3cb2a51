package io.darkroom.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.darkroom.v1.Frame;
import org.junit.jupiter.api.Test;

class FrameTailTest {

  private static Frame.Builder frame() {
    return Frame.newBuilder().setStreamId("cam").setImage(ByteString.copyFromUtf8("image"));
  }

  private static Frame withTail(Frame frame, SourcePosition position) throws Exception {
    ByteString all =
        frame.toByteString().concat(ByteString.copyFrom(FrameTail.of(position, "token")));
    return Frame.parseFrom(all);
  }

  @Test
  void addsThePositionToAnEncodedFrame() throws Exception {
    SourcePosition position = new SourcePosition(3, 1L << 40, 1_700_000_000_123L);
    assertThat(withTail(frame().build(), position))
        .isEqualTo(
            frame().setPosition(LineageCodec.toMessage(position)).setResumeToken("token").build());
  }

  @Test
  void replacesAPositionThatTheProducerSet() throws Exception {
    Frame forged =
        frame()
            .setResumeToken("forged")
            .setPosition(
                io.darkroom.v1.SourcePosition.newBuilder()
                    .setPartition(7)
                    .setOffset(77)
                    .setAppendedAt(Timestamp.newBuilder().setSeconds(7).setNanos(7)))
            .build();
    Frame sent = withTail(forged, new SourcePosition(0, 0, 0));
    assertThat(sent.getResumeToken()).isEqualTo("token");
    assertThat(sent.getPosition()).isEqualTo(LineageCodec.toMessage(new SourcePosition(0, 0, 0)));
  }
}
