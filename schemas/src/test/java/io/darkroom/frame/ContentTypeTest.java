package io.darkroom.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.darkroom.topic.TopicContent;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

  private static final Frame FRAME =
      Frame.captured(
          "cam", 1, 2, Instant.ofEpochSecond(3), Encoding.JPEG, ByteString.copyFromUtf8("pixels"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "application/x-protobuf; messageType=\"darkroom.v1.Frame\"",
        "application/x-protobuf;messagetype=darkroom.v1.Frame",
        "application/x-protobuf; charset=x; messageType=\"darkroom.v1.Frame\"",
        "Application/Protobuf",
        "application/vnd.google.protobuf ; x=1",
        "application/octet-stream; messageType=\"other.Message\"",
        "text/plain",
      })
  void acceptsContentTypesThatDoNotContradictAFrame(String contentType) {
    assertThat(decode(contentType)).isEqualTo(FRAME);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/x-protobuf; messageType=\"darkroom.v1.Reject\"",
        "application/protobuf;messageType=Frame",
        "application/x-protobuf; messageType=",
      })
  void refusesAnotherMessageType(String contentType) {
    assertThatThrownBy(() -> decode(contentType))
        .hasMessageContaining("messageType")
        .hasMessageContaining("expected: \"darkroom.v1.Frame\"");
  }

  @Test
  void namesTheMessageOfEveryTopicWithValues() {
    assertThat(TopicContent.FRAMES.contentType())
        .isEqualTo("application/x-protobuf; messageType=\"darkroom.v1.Frame\"");
    assertThat(TopicContent.CANCELLATIONS.contentType()).isEmpty();
    assertThat(TopicContent.values())
        .allSatisfy(content -> assertThat(content.key()).isNotEmpty())
        .filteredOn(content -> content != TopicContent.CANCELLATIONS)
        .allSatisfy(
            content ->
                assertThat(Class.forName(content.message().replace("darkroom", "io.darkroom")))
                    .isAssignableTo(Message.class));
  }

  private static Frame decode(String contentType) {
    return FrameCodec.decodeRecord(
        "cam",
        FrameCodec.encode(FRAME),
        contentType,
        TraceContext.NONE,
        new SourcePosition(2, 99, 1_700_000_000_123L));
  }
}
