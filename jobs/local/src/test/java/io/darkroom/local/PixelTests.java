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

/** The right pixels come out, whoever puts them in and however they are asked for. */
abstract class PixelTests extends StackTests {

  /** What OpenCV itself makes of a picture. */
  interface Expected {
    Mat of(Mat source);
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        expected(
            "grayscale",
            source -> {
              Mat gray = new Mat();
              opencv_imgproc.cvtColor(source, gray, opencv_imgproc.COLOR_BGR2GRAY);
              return gray;
            }),
        expected(
            "gaussian_blur(sigma=2)",
            source -> {
              Mat blurred = new Mat();
              opencv_imgproc.GaussianBlur(source, blurred, new Size(0, 0), 2);
              return blurred;
            }),
        expected(
            "invert",
            source -> {
              Mat inverted = new Mat();
              opencv_core.bitwise_not(source, inverted);
              return inverted;
            }),
        expected(
            "brightness_contrast(brightness=40)",
            source -> {
              Mat brighter = new Mat();
              source.convertTo(brighter, -1, 1, 40);
              return brighter;
            }),
        expected(
            "grayscale | threshold(value=100, mode=binary)",
            source -> {
              Mat gray = new Mat();
              opencv_imgproc.cvtColor(source, gray, opencv_imgproc.COLOR_BGR2GRAY);
              Mat black = new Mat();
              opencv_imgproc.threshold(gray, black, 100, 255, opencv_imgproc.THRESH_BINARY);
              return black;
            }),
        expected(
            "grayscale | sobel(direction=x)",
            source -> {
              Mat gray = new Mat();
              opencv_imgproc.cvtColor(source, gray, opencv_imgproc.COLOR_BGR2GRAY);
              Mat slope = new Mat();
              opencv_imgproc.Sobel(gray, slope, opencv_core.CV_16S, 1, 0);
              Mat edges = new Mat();
              opencv_core.convertScaleAbs(slope, edges);
              return edges;
            }),
        expected(
            "resize(width=80, height=50, interpolation=area)",
            source -> {
              Mat small = new Mat();
              opencv_imgproc.resize(
                  source, small, new Size(80, 50), 0, 0, opencv_imgproc.INTER_AREA);
              return small;
            }),
        expected(
            "flip(direction=horizontal)",
            source -> {
              Mat mirrored = new Mat();
              opencv_core.flip(source, mirrored, 1);
              return mirrored;
            }));
  }

  private static Arguments expected(String chain, Expected expected) {
    return Arguments.of(chain, expected);
  }

  @ParameterizedTest
  @MethodSource("filters")
  void oneJpegComesBackAsOpenCvWouldMakeIt(String chain, Expected expected) {
    byte[] jpeg = Pictures.jpeg(161, 99, 1);
    Mat source = Pictures.decode(jpeg);
    HttpResponse<byte[]> answer =
        stack().gateway().process(jpeg, Map.of("chain", chain, "encoding", "png"));
    Mat result = Pictures.decode(answer.body());
    assertThat(Pictures.pixels(result)).isEqualTo(Pictures.pixels(expected.of(source)));
    assertThat(answer.headers().firstValue("darkroom-accelerator")).contains("cpu");
    assertThat(answer.headers().firstValue("darkroom-filter-micros").map(Long::parseLong))
        .hasValueSatisfying(micros -> assertThat(micros).isNotNegative());
    assertThat(answer.headers().firstValue("darkroom-revision")).isPresent();
  }

  @Test
  void aStreamsJpegComesOutOfItsPipelineWithItsLineage() {
    byte[] jpeg = Pictures.jpeg(161, 99, 2);
    put("lineage-p", "lineage", "grayscale | gaussian_blur(sigma=2)", "png");
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("lineage-p", received::add);
        StreamPublisher publisher = stack().gateway().publish("lineage")) {
      publisher.send(jpeg).join();
      await().atMost(PATIENCE).until(() -> received.size() == 1);
    }
    Mat gray = new Mat();
    opencv_imgproc.cvtColor(Pictures.decode(jpeg), gray, opencv_imgproc.COLOR_BGR2GRAY);
    Mat expected = new Mat();
    opencv_imgproc.GaussianBlur(gray, expected, new Size(0, 0), 2);
    Frame frame = received.get(0);
    Mat result = Pictures.decode(frame.image().toByteArray());
    assertThat(Pictures.pixels(result)).isEqualTo(Pictures.pixels(expected));
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
  void aBareJpegOfAForeignProducerBecomesAStream() {
    byte[] jpeg = Pictures.jpeg(64, 48, 7);
    put("cam7-p", "cam7", "flip(direction=vertical)", "png");
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("cam7-p", received::add);
        KafkaProducer<String, byte[]> foreign = foreignProducer()) {
      foreign.send(new ProducerRecord<>("darkroom.frames", "cam7", jpeg));
      foreign.flush();
      await().atMost(PATIENCE).until(() -> received.size() == 1);
    }
    JsonNode status = stack().gateway().get("v1/streams/cam7");
    assertThat(status.path("frames").asLong()).isEqualTo(1);
    assertThat(status.path("lastFrame").path("widthPx").asInt()).isEqualTo(64);
    Mat expected = new Mat();
    opencv_core.flip(Pictures.decode(jpeg), expected, 0);
    byte[] snapshot = stack().gateway().getImage("v1/pipelines/cam7-p/snapshot");
    assertThat(Pictures.pixels(Pictures.decode(snapshot))).isEqualTo(Pictures.pixels(expected));
  }

  @Test
  void grpcClientsGetTheSameAnswersOnTheSamePort() {
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
              .setImage(ByteString.copyFrom(Pictures.png(20, 10, 1)))
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
