package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.darkroom.client.GatewayException;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.frame.Frame;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Invalid input is refused with an error code and affects nothing else. */
abstract class RefusalTests extends StackTests {

  static Stream<Arguments> badImages() {
    byte[] jpeg = TestPictures.jpeg(64, 48, 5);
    byte[] png = TestPictures.png(64, 48, 5);
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
        Arguments.of("framing", new byte[] {0, 0, 0, 0, 9, 8, 2}, "INVALID_IMAGE", "INVALID_FRAME"),
        Arguments.of("empty", new byte[0], "INVALID_IMAGE", "INVALID_IMAGE"),
        Arguments.of("bomb", bomb, "IMAGE_TOO_LARGE", "IMAGE_TOO_LARGE"));
  }

  @ParameterizedTest
  @MethodSource("badImages")
  void refusesABadImageWithAnErrorCode(String name, byte[] image, String code, String ignored) {
    GatewayException refused =
        catchThrowableOfType(
            GatewayException.class,
            () -> stack().gateway().process(image, Map.of("chain", "invert")));
    assertThat(refused.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @MethodSource("badImages")
  void rejectsABadImageInTheTopicAndProcessesOthers(
      String name, byte[] image, String ignored, String code) {
    String bad = "bad-" + name;
    String good = "good-" + name;
    put(bad, bad, "invert", "jpeg");
    put(good, good, "invert", "jpeg");
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber = stack().gateway().subscribe(good, received::add);
        KafkaProducer<String, byte[]> foreign = foreignProducer()) {
      foreign.send(new ProducerRecord<>("darkroom.frames", bad, image));
      foreign.send(new ProducerRecord<>("darkroom.frames", good, TestPictures.jpeg(32, 24, 6)));
      foreign.flush();
      await().atMost(TIMEOUT).until(() -> received.size() == 1);
      await()
          .atMost(TIMEOUT)
          .ignoreExceptionsInstanceOf(GatewayException.class)
          .until(
              () ->
                  stack().gateway().get("v1/streams/" + bad).path("rejects").path(code).asLong()
                      == 1);
    }
  }

  @Test
  void refusesAnInvalidChainWithTheColumn() {
    GatewayException refused =
        catchThrowableOfType(
            GatewayException.class,
            () -> put("never", "never", "grayscale | gaussian_blur(sigma=-1)", "jpeg"));
    assertThat(refused.code()).isEqualTo("INVALID_CHAIN");
    assertThat(refused).hasMessageContaining("column 33").hasMessageContaining("0 to 100");
  }

  @Test
  void refusesAPipelineWithContradictoryArguments() {
    GatewayException refused =
        catchThrowableOfType(GatewayException.class, () -> put("never", "never", "resize", "jpeg"));
    assertThat(refused.code()).isEqualTo("INVALID_CHAIN");
  }

  @Test
  void refusesARequestWithContradictoryArguments() {
    GatewayException refused =
        catchThrowableOfType(
            GatewayException.class,
            () ->
                stack()
                    .gateway()
                    .process(
                        TestPictures.png(8, 8, 1),
                        Map.of("chain", "gaussian_blur(sigma=0, kernel_size=0)")));
    assertThat(refused.code()).isEqualTo("INVALID_CHAIN");
  }
}
