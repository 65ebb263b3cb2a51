package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Reject;
import io.darkroom.frame.SourcePosition;
import io.darkroom.frame.TraceContext;
import io.darkroom.topic.Topics;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** No record fails the task, whatever its content, and every output fits its topic. */
class HostileFramesTest extends OperatorHarness {

  private static final int LONG = 2 << 20;

  @Test
  void turnsATruncatedPictureWithMegabytesOfBaggageIntoASmallReject() throws Exception {
    put("p", "cam", "invert", T0);
    open(1, null);
    byte[] png = image(Encoding.PNG);
    io.darkroom.v1.Frame hostile =
        io.darkroom.v1.Frame.newBuilder()
            .setStreamId("cam")
            .setImage(ByteString.copyFrom(Arrays.copyOf(png, png.length / 2)))
            .setTrace(io.darkroom.v1.TraceContext.newBuilder().setBaggage("b".repeat(LONG)))
            .build();
    harness.processElement(new StreamRecord<>(record("cam", hostile.toByteArray(), T0)));
    harness.processElement(new StreamRecord<>(frame("cam", T0)));
    assertThat(rejects()).extracting(Reject::code).containsExactly(ErrorCode.INVALID_IMAGE);
    assertThat(rejectRecords()).allMatch(record -> record.bytes() < 64 << 10);
    assertThat(results()).hasSize(1);
  }

  @Test
  void turnsTextsOfMegabytesIntoSmallRejects() throws Exception {
    open(1, null);
    String text = "x".repeat(LONG);
    io.darkroom.v1.Frame.Builder frame =
        io.darkroom.v1.Frame.newBuilder().setImage(ByteString.copyFrom(image(Encoding.PNG)));
    byte[] longStream = frame.clone().setStreamId(text).build().toByteArray();
    frame
        .getRequestBuilder()
        .setRequestId(text)
        .setChain(text)
        .getOutputBuilder()
        .setEncoding(text);
    harness.processElement(new StreamRecord<>(record("cam", longStream, T0)));
    harness.processElement(new StreamRecord<>(record("cam", frame.build().toByteArray(), T0)));
    harness.processElement(new StreamRecord<>(record(text, image(Encoding.PNG), T0)));
    assertThat(rejects()).hasSize(3);
    assertThat(rejectRecords()).allMatch(record -> record.bytes() < 64 << 10);
  }

  /** PNG enlarges noise: a frame of the largest size gives a result that exceeds it. */
  @Test
  void turnsAResultTooLargeForItsTopicIntoASmallReject() throws Exception {
    put("p", "cam", "", Encoding.PNG, T0);
    open(1, null);
    harness.processElement(new StreamRecord<>(rawNoise(3238, 3238)));
    harness.processElement(new StreamRecord<>(frame("cam", T0)));
    List<Reject> rejects = rejects();
    assertThat(rejects).extracting(Reject::code).containsExactly(ErrorCode.IMAGE_TOO_LARGE);
    assertThat(rejectRecords()).allMatch(record -> record.bytes() < 64 << 10);
    assertThat(records()).allMatch(record -> record.bytes() <= Topics.MAX_RECORD_BYTES);
    assertThat(results()).hasSize(1);
  }

  private FrameRecord rawNoise(int width, int height) {
    byte[] pixels = new byte[width * height];
    new java.util.Random(1).nextBytes(pixels);
    Frame frame =
        Frame.captured("cam", 0, 0, Instant.EPOCH, Encoding.RAW_GRAY8, ByteString.copyFrom(pixels))
            .withSize(width, height);
    return new FrameRecord(
        new SourcePosition(0, 0, T0), "cam", FrameCodec.encode(frame), "", TraceContext.NONE);
  }

  private List<LogRecord> rejectRecords() {
    return harness.getSideOutput(FrameOperator.REJECTS).stream()
        .map(StreamRecord::getValue)
        .toList();
  }
}
