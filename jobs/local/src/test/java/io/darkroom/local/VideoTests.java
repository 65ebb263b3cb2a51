package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.InputFrame;
import io.darkroom.v1.Output;
import io.darkroom.v1.ProcessingSettings;
import io.darkroom.v1.StreamProcessVideoRequest;
import io.darkroom.v1.StreamProcessVideoResponse;
import io.grpc.ManagedChannel;
import io.grpc.StatusException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.BlockingClientCall;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sends videos frame by frame through one streaming call and the real job. */
abstract class VideoTests extends StackTests {

  private ManagedChannel channel;
  private BlockingClientCall<StreamProcessVideoRequest, StreamProcessVideoResponse> call;

  @BeforeEach
  void call() {
    URI url = URI.create(stack().local().url());
    channel = NettyChannelBuilder.forAddress(url.getHost(), url.getPort()).usePlaintext().build();
    call =
        ImageProcessingServiceGrpc.newBlockingV2Stub(channel)
            .withDeadlineAfter(60, TimeUnit.SECONDS)
            .streamProcessVideo();
  }

  @AfterEach
  void hangUp() {
    call.cancel("the test is over", null);
    channel.shutdownNow();
  }

  private void settings(String chain) throws Exception {
    call.write(
        StreamProcessVideoRequest.newBuilder()
            .setSettings(
                ProcessingSettings.newBuilder()
                    .setChain(chain)
                    .setOutput(Output.newBuilder().setEncoding("png")))
            .build());
  }

  private void flat(int gray) throws Exception {
    Mat picture = new Mat(24, 32, org.bytedeco.opencv.global.opencv_core.CV_8UC3, Scalar.all(gray));
    frame(gray, TestPictures.encode(picture, ".png"));
  }

  private void frame(int tag, byte[] image) throws Exception {
    call.write(
        StreamProcessVideoRequest.newBuilder()
            .setFrame(InputFrame.newBuilder().setTag(tag).setImage(ByteString.copyFrom(image)))
            .build());
  }

  /** The first value of the next picture, which must have this tag. */
  private int next(int tag) throws Exception {
    StreamProcessVideoResponse answer = call.read();
    assertThat(answer.getError().getMessage()).isEmpty();
    assertThat(answer.getTag()).isEqualTo(tag);
    byte[] image = answer.getProcessed().getImage().toByteArray();
    return TestPictures.pixels(TestPictures.decode(image))[0] & 0xff;
  }

  @Test
  void returnsEveryFrameInOrder() throws Exception {
    settings("invert");
    for (int i = 0; i < 200; i++) {
      flat(i);
      if (i >= 4) {
        assertThat(next(i - 4)).isEqualTo(255 - (i - 4));
      }
    }
    call.halfClose();
    for (int i = 196; i < 200; i++) {
      assertThat(next(i)).isEqualTo(255 - i);
    }
    assertThat(call.read()).isNull();
  }

  @Test
  void keepsFilterStateAndAppliesChangesAtTheNextFrame() throws Exception {
    settings("frame_difference");
    flat(10);
    flat(30);
    settings("frame_difference | invert");
    flat(90);
    flat(91);
    settings("");
    flat(50);
    frame(7, new byte[] {1, 2, 3});
    flat(51);
    assertThat(next(10)).isZero();
    assertThat(next(30)).isEqualTo(20);
    assertThat(next(90)).isEqualTo(255);
    assertThat(next(91)).isEqualTo(254);
    assertThat(next(50)).isEqualTo(50);
    assertThat(call.read().getError().getCode()).isEqualTo("INVALID_IMAGE");
    assertThat(next(51)).isEqualTo(51);
  }

  @Test
  void endsTheCallIfTheJobRefusesTheSettings() throws Exception {
    settings("gaussian_blur(sigma=0, kernel_size=0)");
    flat(10);
    StatusException refused = catchThrowableOfType(StatusException.class, () -> call.read());
    assertThat(StatusProto.fromThrowable(refused).getDetails(0).unpack(ErrorInfo.class).getReason())
        .isEqualTo("INVALID_CHAIN");
  }
}
