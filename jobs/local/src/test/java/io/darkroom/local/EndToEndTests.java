package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.darkroom.client.GatewayException;
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
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user sees of the whole system, on a real broker, a real Flink and a real gateway. */
abstract class EndToEndTests {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  abstract Stack stack();

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
  void everyFrameOfEveryStreamArrivesOnceAndInOrder() throws InterruptedException {
    int streams = 5;
    int frames = 200;
    byte[] jpeg = Pictures.jpeg(160, 120, 3);
    Map<String, List<Long>> received = new ConcurrentHashMap<>();
    List<PipelineSubscriber> subscribers = new ArrayList<>();
    List<Thread> publishers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      String stream = "order-" + i;
      put(stream, stream, "invert", "jpeg");
      List<Long> sequences = new CopyOnWriteArrayList<>();
      received.put(stream, sequences);
      subscribers.add(
          stack().gateway().subscribe(stream, frame -> sequences.add(frame.sequence())));
      publishers.add(new Thread(() -> publish(stream, jpeg, frames)));
    }
    publishers.forEach(Thread::start);
    for (Thread publisher : publishers) {
      publisher.join();
    }
    List<Long> all = LongStream.range(0, frames).boxed().toList();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(received.values())
                    .allSatisfy(sequences -> assertThat(sequences).isEqualTo(all)));
    subscribers.forEach(PipelineSubscriber::close);
  }

  private void publish(String stream, byte[] jpeg, int frames) {
    try (StreamPublisher publisher = stack().gateway().publish(stream)) {
      for (int i = 0; i < frames; i++) {
        publisher.send(jpeg).join();
      }
    }
  }

  @Test
  void aChangedChainTakesEffectOnTheRightFrameAndLosesNone() throws InterruptedException {
    byte[] jpeg = Pictures.jpeg(64, 48, 4);
    put("change-p", "change", "invert", "jpeg");
    List<Frame> received = new CopyOnWriteArrayList<>();
    int frames = 400;
    Instant secondFrom;
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("change-p", received::add)) {
      Thread publishing = new Thread(() -> publish("change", jpeg, frames));
      publishing.start();
      await().atMost(PATIENCE).until(() -> received.size() > 20);
      JsonNode changed = put("change-p", "change", "grayscale", "jpeg");
      assertThat(changed.path("revision").asInt()).isEqualTo(2);
      secondFrom = Instant.parse(changed.path("effectiveFrom").asText());
      publishing.join();
      publish("change", jpeg, 1);
      await().atMost(PATIENCE).until(() -> received.size() == frames + 1);
    }
    assertThat(received.subList(0, frames))
        .extracting(Frame::sequence)
        .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList());
    assertThat(received)
        .allSatisfy(
            frame -> {
              Processing processing = frame.processing().orElseThrow();
              Instant appended = Instant.ofEpochMilli(processing.source().appendedAtMillis());
              int expected = appended.isBefore(secondFrom) ? 1 : 2;
              assertThat(processing.revision()).isEqualTo(expected);
            });
    assertThat(received.get(0).processing().orElseThrow().revision()).isEqualTo(1);
    assertThat(received.get(frames).processing().orElseThrow().revision()).isEqualTo(2);
  }

  static Stream<Arguments> badImages() {
    byte[] jpeg = Pictures.jpeg(64, 48, 5);
    byte[] png = Pictures.png(64, 48, 5);
    byte[] bomb = png.clone();
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    byte[] noise = new byte[1000];
    Arrays.fill(noise, (byte) 'x');
    return Stream.of(
        Arguments.of("corrupt", noise, "INVALID_IMAGE", "INVALID_FRAME"),
        Arguments.of(
            "truncated", Arrays.copyOf(jpeg, jpeg.length / 2), "INVALID_IMAGE", "INVALID_IMAGE"),
        Arguments.of(
            "truncated-png", Arrays.copyOf(png, png.length / 2), "INVALID_IMAGE", "INVALID_IMAGE"),
        Arguments.of(
            "oversize",
            Arrays.copyOf(jpeg, (10 << 20) + 1000),
            "IMAGE_TOO_LARGE",
            "IMAGE_TOO_LARGE"),
        Arguments.of("empty", new byte[0], "INVALID_IMAGE", "INVALID_IMAGE"),
        Arguments.of("bomb", bomb, "IMAGE_TOO_LARGE", "IMAGE_TOO_LARGE"));
  }

  @ParameterizedTest
  @MethodSource("badImages")
  void aBadImageIsACodedErrorForItsCaller(String name, byte[] image, String code, String ignored) {
    GatewayException refused =
        catchThrowableOfType(
            GatewayException.class,
            () -> stack().gateway().process(image, Map.of("chain", "invert")));
    assertThat(refused.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @MethodSource("badImages")
  void aBadImageInTheTopicIsRejectedWhileOthersGoOn(
      String name, byte[] image, String ignored, String code) {
    String bad = "bad-" + name;
    String good = "good-" + name;
    put(bad, bad, "invert", "jpeg");
    put(good, good, "invert", "jpeg");
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber = stack().gateway().subscribe(good, received::add);
        KafkaProducer<String, byte[]> foreign = foreignProducer()) {
      foreign.send(new ProducerRecord<>("darkroom.frames", bad, image));
      foreign.send(new ProducerRecord<>("darkroom.frames", good, Pictures.jpeg(32, 24, 6)));
      foreign.flush();
      await().atMost(PATIENCE).until(() -> received.size() == 1);
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(GatewayException.class)
          .until(
              () ->
                  stack().gateway().get("v1/streams/" + bad).path("rejects").path(code).asLong()
                      == 1);
    }
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
    assertThat(status.path("lastFrame").path("width").asInt()).isEqualTo(64);
    Mat expected = new Mat();
    opencv_core.flip(Pictures.decode(jpeg), expected, 0);
    byte[] snapshot = stack().gateway().getImage("v1/pipelines/cam7-p/snapshot");
    assertThat(Pictures.pixels(Pictures.decode(snapshot))).isEqualTo(Pictures.pixels(expected));
  }

  @Test
  void aStalledSubscriberDropsItsOwnFramesAndNoOneElses() throws InterruptedException {
    byte[] jpeg = Pictures.jpeg(160, 120, 8);
    put("stall-p", "stall", "invert", "jpeg");
    int frames = 300;
    List<Long> fast = new CopyOnWriteArrayList<>();
    Object stalled = new Object();
    try (PipelineSubscriber slow =
            stack().gateway().subscribe("stall-p", frame -> waitFor(stalled));
        PipelineSubscriber quick =
            stack().gateway().subscribe("stall-p", frame -> fast.add(frame.sequence()))) {
      publish("stall", jpeg, frames);
      await().atMost(PATIENCE).until(() -> fast.size() == frames);
      JsonNode status = stack().gateway().get("v1/streams/stall");
      long dropped = status.path("pipelines").get(0).path("drops").path("slow_subscriber").asLong();
      assertThat(dropped).isBetween(1L, (long) frames - 1);
      synchronized (stalled) {
        stalled.notifyAll();
      }
    }
    assertThat(fast).isEqualTo(IntStream.range(0, frames).mapToObj(Long::valueOf).toList());
  }

  private static void waitFor(Object stalled) {
    synchronized (stalled) {
      try {
        stalled.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
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
      assertThat(images.processImage(request).getWidth()).isEqualTo(10);
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

  @Test
  void aChainThatCannotBeIsRefusedWithItsColumn() {
    GatewayException refused =
        catchThrowableOfType(
            GatewayException.class,
            () -> put("never", "never", "grayscale | gaussian_blur(sigma=-1)", "jpeg"));
    assertThat(refused.code()).isEqualTo("INVALID_CHAIN");
    assertThat(refused).hasMessageContaining("column 33").hasMessageContaining("0 to 100");
  }

  @Test
  void aPipelineWhoseArgumentsContradictEachOtherIsRefusedToo() {
    GatewayException refused =
        catchThrowableOfType(GatewayException.class, () -> put("never", "never", "resize", "jpeg"));
    assertThat(refused.code()).isEqualTo("INVALID_CHAIN");
  }

  @Test
  void argumentsThatContradictEachOtherAreRefusedToo() {
    GatewayException refused =
        catchThrowableOfType(
            GatewayException.class,
            () ->
                stack()
                    .gateway()
                    .process(
                        Pictures.png(8, 8, 1),
                        Map.of("chain", "gaussian_blur(sigma=0, kernel_size=0)")));
    assertThat(refused.code()).isEqualTo("INVALID_CHAIN");
  }

  private JsonNode put(String pipelineId, String streamId, String chain, String encoding) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("streamId", streamId).put("chain", chain);
    body.putObject("output").put("encoding", encoding);
    return stack().gateway().put("v1/pipelines/" + pipelineId, body);
  }

  private KafkaProducer<String, byte[]> foreignProducer() {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", stack().local().bootstrapServers());
    properties.setProperty("max.request.size", "11000000");
    return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
  }
}
