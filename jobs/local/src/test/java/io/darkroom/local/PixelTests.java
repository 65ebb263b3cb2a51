package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import io.darkroom.v1.FilterDefinition;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ListFiltersRequest;
import io.darkroom.v1.ProcessImageRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results have the right pixels, for every way to publish and to request them. */
abstract class PixelTests extends StackTests {

  /** Computes the expected result with plain OpenCV. */
  interface Expected {
    Mat of(Mat source);
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        expected("grayscale", PixelTests::gray),
        expected(
            "gaussian_blur(sigma=2)",
            into((from, to) -> opencv_imgproc.GaussianBlur(from, to, new Size(0, 0), 2))),
        expected("invert", into((from, to) -> opencv_core.bitwise_not(from, to))),
        expected(
            "brightness_contrast(brightness=40)",
            into((from, to) -> from.convertTo(to, -1, 1, 40))),
        expected(
            "grayscale | threshold(value=100, mode=binary)",
            into(
                (from, to) ->
                    opencv_imgproc.threshold(
                        gray(from), to, 100, 255, opencv_imgproc.THRESH_BINARY))),
        expected("grayscale | sobel(direction=x)", into(PixelTests::sobel)),
        expected(
            "resize(width=80, height=50, interpolation=area)",
            into(
                (from, to) ->
                    opencv_imgproc.resize(
                        from, to, new Size(80, 50), 0, 0, opencv_imgproc.INTER_AREA))),
        expected("flip(direction=horizontal)", into((from, to) -> opencv_core.flip(from, to, 1))));
  }

  private static Arguments expected(String chain, Expected expected) {
    return Arguments.of(chain, expected);
  }

  private static Expected into(BiConsumer<Mat, Mat> operation) {
    return source -> {
      Mat target = new Mat();
      operation.accept(source, target);
      return target;
    };
  }

  private static Mat gray(Mat source) {
    Mat gray = new Mat();
    opencv_imgproc.cvtColor(source, gray, opencv_imgproc.COLOR_BGR2GRAY);
    return gray;
  }

  private static void sobel(Mat source, Mat target) {
    Mat slope = new Mat();
    opencv_imgproc.Sobel(gray(source), slope, opencv_core.CV_16S, 1, 0);
    opencv_core.convertScaleAbs(slope, target);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void processesAJpegLikeOpenCv(String chain, Expected expected) {
    byte[] jpeg = TestPictures.jpeg(161, 99, 1);
    Mat source = TestPictures.decode(jpeg);
    HttpResponse<byte[]> answer =
        stack().gateway().process(jpeg, Map.of("chain", chain, "encoding", "png"));
    Mat result = TestPictures.decode(answer.body());
    assertThat(TestPictures.pixels(result)).isEqualTo(TestPictures.pixels(expected.of(source)));
    assertThat(answer.headers().firstValue("darkroom-accelerator")).contains("cpu");
    assertThat(answer.headers().firstValue("darkroom-filter-micros").map(Long::parseLong))
        .hasValueSatisfying(micros -> assertThat(micros).isNotNegative());
    assertThat(answer.headers().firstValue("darkroom-revision")).isPresent();
  }

  @Test
  void processesAFrameOfAStreamWithItsLineage() {
    byte[] jpeg = TestPictures.jpeg(161, 99, 2);
    put("lineage-p", "lineage", "grayscale | gaussian_blur(sigma=2)", "png");
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("lineage-p", received::add);
        StreamPublisher publisher = stack().gateway().publish("lineage")) {
      publisher.send(jpeg).join();
      await().atMost(TIMEOUT).until(() -> received.size() == 1);
    }
    Mat expected = new Mat();
    opencv_imgproc.GaussianBlur(gray(TestPictures.decode(jpeg)), expected, new Size(0, 0), 2);
    Frame frame = received.get(0);
    Mat result = TestPictures.decode(frame.image().toByteArray());
    assertThat(TestPictures.pixels(result)).isEqualTo(TestPictures.pixels(expected));
    Processing processing = frame.processing().orElseThrow();
    assertThat(processing.revision()).isEqualTo(1);
    assertThat(processing.accelerator()).isEqualTo("cpu");
    assertThat(processing.source().offset()).isNotNegative();
    assertThat(processing.source().appendedAtMillis()).isPositive();
    assertThat(processing.decodeMicros()).isPositive();
    assertThat(processing.encodeMicros()).isPositive();
    assertThat(processing.filters())
        .extracting(Processing.FilterTime::filterId)
        .containsExactly("grayscale", "gaussian_blur");
  }

  @Test
  void acceptsABareJpegFromAnotherKafkaProducer() {
    byte[] jpeg = TestPictures.jpeg(64, 48, 7);
    put("cam7-p", "cam7", "flip(direction=vertical)", "png");
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("cam7-p", received::add);
        KafkaProducer<String, byte[]> foreign = foreignProducer()) {
      foreign.send(new ProducerRecord<>("darkroom.frames", "cam7", jpeg));
      foreign.flush();
      await().atMost(TIMEOUT).until(() -> received.size() == 1);
    }
    JsonNode status = stack().gateway().get("v1/streams/cam7");
    assertThat(status.path("frames").asLong()).isEqualTo(1);
    assertThat(status.path("lastFrame").path("widthPx").asInt()).isEqualTo(64);
    Mat expected = new Mat();
    opencv_core.flip(TestPictures.decode(jpeg), expected, 0);
    byte[] snapshot = stack().gateway().getImage("v1/pipelines/cam7-p/snapshot");
    assertThat(TestPictures.pixels(TestPictures.decode(snapshot)))
        .isEqualTo(TestPictures.pixels(expected));
  }

  @Test
  void answersGrpcOnTheSamePort() {
    ManagedChannel channel =
        ManagedChannelBuilder.forTarget(stack().local().url().replace("http://", ""))
            .usePlaintext()
            .build();
    try {
      var images = ImageProcessingServiceGrpc.newBlockingStub(channel);
      assertThat(images.listFilters(ListFiltersRequest.getDefaultInstance()).getFiltersList())
          .extracting(FilterDefinition::getId)
          .contains("grayscale", "gaussian_blur");
      ProcessImageRequest request =
          ProcessImageRequest.newBuilder()
              .setImage(ByteString.copyFrom(TestPictures.png(20, 10, 1)))
              .setChain("resize(width=10)")
              .setEncoding("png")
              .build();
      assertThat(images.processImage(request).getWidthPx()).isEqualTo(10);
      StatusRuntimeException refused =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () -> images.processImage(request.toBuilder().setChain("nope").build()));
      assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(refused).hasMessageContaining("column 1");
    } finally {
      channel.shutdownNow();
    }
  }
}
