package io.darkroom.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.image.ImageCodec;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests of a session on flat pictures: the difference shows which picture was the previous one.
 */
class SessionsTest extends RequestHarness {

  private static final Output PNG = new Output(Encoding.PNG, 90, 1);

  private int sent;

  private void ask(String session, String chain, int value) throws Exception {
    byte[] bytes = new byte[5 * 4 * 3];
    Arrays.fill(bytes, (byte) value);
    String id = "r" + sent++;
    Request request = new Request(id, Chain.parse(chain), Accelerator.AUTO, PNG, session);
    try (ImageCodec codec = new ImageCodec();
        Mat image = new Picture("flat", 5, 4, 3, bytes).mat()) {
      ask(request, codec.encode(image, PNG));
    }
  }

  private List<Integer> values(String session) {
    return results().stream()
        .filter(frame -> frame.request().orElseThrow().session().equals(session))
        .map(SessionsTest::value)
        .toList();
  }

  private static int value(Frame frame) {
    ByteString image = frame.image();
    try (ImageCodec codec = new ImageCodec()) {
      Mat pixels = codec.decode(frame.encoding(), 0, 0, image, ImageLimits.DEFAULT);
      return Picture.of(pixels).bytes()[0] & 0xff;
    }
  }

  private List<Boolean> warmingUp() {
    return results().stream().map(frame -> frame.processing().orElseThrow().warmingUp()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void keepsTheStateOfEachSession(int bundle) throws Exception {
    open(bundle);
    for (int i = 0; i < 4; i++) {
      ask("left", "frame_difference", 10 * i * i);
      ask("right", "frame_difference", 200 - 7 * i * i);
      ask("", "frame_difference", 10 * i);
    }
    harness.endInput();

    assertThat(values("left")).containsExactly(0, 10, 30, 50);
    assertThat(values("right")).containsExactly(0, 7, 21, 35);
    assertThat(values("")).containsExactly(0, 0, 0, 0);
    assertThat(records()).extracting(LogRecord::key).startsWith("r0", "r1", "r2", "r3");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void keepsABackgroundModelForEachSession(int bundle) throws Exception {
    open(bundle);
    for (int i = 0; i < 8; i++) {
      ask("s", "background_subtraction", 50);
    }
    ask("s", "background_subtraction", 250);
    ask("other", "background_subtraction", 250);
    harness.endInput();

    assertThat(values("s").get(7)).isZero();
    assertThat(values("s").get(8)).isEqualTo(255);
    assertThat(warmingUp().get(9)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8})
  void startsAgainIfTheChainChanges(int bundle) throws Exception {
    open(bundle);
    ask("s", "frame_difference", 10);
    ask("s", "frame_difference", 30);
    ask("s", "frame_difference | invert", 90);
    ask("s", "frame_difference | invert", 91);
    ask("s", "frame_difference", 200);
    ask("s", "frame_difference", 203);
    harness.endInput();

    assertThat(values("s")).containsExactly(0, 20, 255, 254, 0, 3);
    assertThat(warmingUp()).containsExactly(true, false, true, false, true, false);
  }
}
