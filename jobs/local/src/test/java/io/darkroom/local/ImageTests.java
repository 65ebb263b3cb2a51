package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as phones and cameras make them, on every way in. */
abstract class ImageTests extends StackTests {

  private static final Path FILES = Path.of("../../schemas/src/test/resources/images");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exif_o2.jpg",
        "exif_o6.jpg",
        "exif_o8.jpg",
        "png_exif6.png",
        "no_eoi.jpg",
        "progressive_no_eoi.jpg",
        "no_eoi_pad_zero.jpg",
        "junk_before_marker.jpg",
        "png_bad_text_crc.png"
      })
  void processesTheExpectedPicture(String name) throws IOException {
    byte[] answer =
        stack().gateway().process(file(name), Map.of("chain", "invert", "encoding", "png")).body();

    Mat inverted = new Mat();
    opencv_core.bitwise_not(TestPictures.decode(file(name + ".expected.png")), inverted);
    assertThat(TestPictures.pixels(TestPictures.decode(answer)))
        .isEqualTo(TestPictures.pixels(inverted));
  }

  @Test
  void keepsTheStoredOrientationIfAsked() throws IOException {
    Map<String, String> stored = Map.of("encoding", "png", "orientation", "stored");
    byte[] answer = stack().gateway().process(file("exif_o6.jpg"), stored).body();

    assertThat(TestPictures.pixels(TestPictures.decode(answer)))
        .isEqualTo(TestPictures.pixels(TestPictures.decode(file("exif_o1.jpg.expected.png"))));
  }

  @ParameterizedTest
  @CsvSource({"trunc_90pct.jpg,with its last rows and its EOI marker missing", "other.webp,WebP"})
  void saysWhyAnImageIsRefused(String name, String why) {
    assertThatThrownBy(() -> stack().gateway().process(file(name), Map.of()))
        .hasMessageContaining(why);
  }

  @Test
  void saysThatTheResultIsTooLarge() {
    byte[] photo = TestPictures.jpeg(2900, 2000, 3);
    assertThatThrownBy(() -> stack().gateway().process(photo, Map.of("encoding", "png")))
        .hasMessageMatching(
            "result: \\d+ bytes as png \\(expected: at most 10485760\\)."
                + " Ask for encoding=jpeg or a scale below 1.");
  }

  @Test
  void rejectsARecordOfSeveralJpegs() throws IOException {
    put("pair-p", "pair", "invert", "png");
    ByteArrayOutputStream two = new ByteArrayOutputStream();
    two.writeBytes(file("ok_base.jpg"));
    two.writeBytes(file("ok_base.jpg"));
    send("pair", two.toByteArray());

    awaitReject("pair", "INVALID_IMAGE");
  }

  @Test
  void showsRejectsOfKeysThatAreNoStreams() throws IOException {
    send("front door/1", file("ok_base.jpg"));

    awaitReject("?", "INVALID_FRAME");
  }

  private void send(String key, byte[] value) {
    try (KafkaProducer<String, byte[]> producer = foreignProducer()) {
      producer.send(new ProducerRecord<>("darkroom.frames", key, value));
    }
  }

  private void awaitReject(String stream, String code) {
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () -> assertThat(status(stream).path("rejects").path(code).asInt()).isPositive());
  }

  private JsonNode status(String stream) {
    JsonNode streams = stack().gateway().get("v1/streams").path("streams");
    return StreamSupport.stream(streams.spliterator(), false)
        .filter(status -> status.path("streamId").asText().equals(stream))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no stream " + stream));
  }

  private static byte[] file(String name) throws IOException {
    return Files.readAllBytes(FILES.resolve(name));
  }
}
