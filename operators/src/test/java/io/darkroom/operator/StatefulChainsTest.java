package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.time.Instant;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stateful chains on flat pictures: the difference shows which picture was the previous one. */
class StatefulChainsTest extends OperatorHarness {

  private static final Output PNG = new Output(Encoding.PNG, 90, 1);

  private void send(String stream, int value, int width) throws Exception {
    byte[] bytes = new byte[width * 4 * 3];
    java.util.Arrays.fill(bytes, (byte) value);
    try (ImageCodec codec = new ImageCodec();
        Mat image = new Picture("flat", width, 4, 3, bytes).mat()) {
      Frame frame =
          Frame.captured(
              stream, 1, 0, Instant.ofEpochMilli(T0), Encoding.PNG, codec.encode(image, PNG));
      harness.processElement(new StreamRecord<>(record(stream, FrameCodec.encode(frame), T0 + 1)));
    }
  }

  private void putPng(String pipeline, String stream, String chain) {
    Pipeline first = pipeline(pipeline, stream, chain, 1, T0);
    Pipeline png =
        Pipeline.of(
            pipeline, stream, first.chain(), first.accelerator(), PNG, 1, Instant.ofEpochMilli(T0));
    byte[] timeline = PipelineCodec.toBytes(PipelineTimeline.startingWith(png), false);
    topic.add(new PipelineRecord(topic.size(), pipeline, timeline, T0));
  }

  /** The first value of each result of a pipeline. */
  private List<Integer> values(String pipeline) {
    return results().stream()
        .filter(frame -> frame.processing().orElseThrow().pipelineId().equals(pipeline))
        .map(StatefulChainsTest::value)
        .toList();
  }

  private static int value(Frame frame) {
    ByteString image = frame.image();
    try (ImageCodec codec = new ImageCodec()) {
      Mat pixels = codec.decode(frame.encoding(), 0, 0, image, ImageLimits.DEFAULT);
      return Picture.of(pixels).bytes()[0] & 0xff;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void keepsTheStateOfEachPipeline(int bundle) throws Exception {
    putPng("left", "a", "frame_difference");
    putPng("right", "b", "frame_difference");
    putPng("negative", "a", "invert | frame_difference | invert");
    open(bundle, null);
    for (int i = 0; i < 4; i++) {
      send("a", 10 * i * i, 5);
      send("b", 200 - 7 * i * i, 5);
    }
    harness.endInput();

    assertThat(values("left")).containsExactly(0, 10, 30, 50);
    assertThat(values("right")).containsExactly(0, 7, 21, 35);
    assertThat(values("negative")).containsExactly(255, 245, 225, 205);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void startsAgainIfTheSizeChanges(int bundle) throws Exception {
    putPng("p", "a", "frame_difference");
    open(bundle, null);
    send("a", 10, 5);
    send("a", 30, 5);
    send("a", 70, 6);
    send("a", 75, 6);
    send("a", 90, 5);
    harness.endInput();

    assertThat(values("p")).containsExactly(0, 20, 0, 5, 0);
    assertThat(results())
        .extracting(frame -> frame.processing().orElseThrow().warmingUp())
        .containsExactly(true, false, true, false, true);
  }

  @Test
  void startsAgainIfTheChainChanges() throws Exception {
    putPng("p", "a", "frame_difference");
    open(1, null);
    send("a", 10, 5);
    send("a", 30, 5);
    Pipeline changed = pipeline("p", "a", "frame_difference | invert", 2, T0 + 1);
    PipelineTimeline timeline =
        PipelineTimeline.startingWith(pipeline("p", "a", "frame_difference", 1, T0)).with(changed);
    change(new PipelineRecord(topic.size(), "p", PipelineCodec.toBytes(timeline, false), T0));
    send("a", 90, 5);

    assertThat(results().get(2).processing().orElseThrow().warmingUp()).isTrue();
  }
}
