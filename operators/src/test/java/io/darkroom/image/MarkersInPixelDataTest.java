package io.darkroom.image;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageLimits;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Markers that do not belong into the pixel data of a JPEG, such as by a changed byte. OpenCV gives
 * what libjpeg makes of it.
 */
class MarkersInPixelDataTest {

  private static final ImageCodec CODEC = new ImageCodec();
  private static final int IN_EIGHTS = 0x111111;
  private static final int IN_SIXTEENS = 0x221111;
  private static final int END_BYTES = 2;
  private static final int INTERVAL = 3;
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;

  @AfterAll
  static void close() {
    CODEC.close();
  }

  static IntStream markers() {
    return IntStream.range(1, 0xff).filter(marker -> marker != SOI && marker != EOI);
  }

  @ParameterizedTest
  @MethodSource("markers")
  void equalsOpenCvWhateverTheMarker(int marker) {
    for (int sampling : new int[] {IN_EIGHTS, IN_SIXTEENS}) {
      assertLikeOpenCv(marker, jpeg(IMWRITE_JPEG_SAMPLING_FACTOR, sampling));
      assertLikeOpenCv(
          marker,
          jpeg(IMWRITE_JPEG_SAMPLING_FACTOR, sampling, IMWRITE_JPEG_RST_INTERVAL, INTERVAL));
    }
    assertLikeOpenCv(marker, jpeg(IMWRITE_JPEG_PROGRESSIVE, 1));
  }

  private static void assertLikeOpenCv(int marker, byte[] jpeg) {
    int middle = jpeg.length * 2 / 3;
    for (int at : new int[] {middle, middle + 7, restart(jpeg, middle), jpeg.length - END_BYTES}) {
      byte[] marked = with(jpeg, at, marker);
      Mat expected = imdecode(new Mat(marked, true), IMREAD_COLOR);
      if (expected.empty()) {
        assertThatThrownBy(() -> decode(marked)).isInstanceOf(DarkroomException.class);
      } else {
        FilterRun.assertSame(decode(marked), Picture.of(expected));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x02, 0x10, 0x9f, 0xbf})
  void losesNothingByAnUnknownMarkerBeforeARestartMarker(int marker) {
    byte[] jpeg = jpeg(IMWRITE_JPEG_RST_INTERVAL, INTERVAL);

    FilterRun.assertSame(decode(with(jpeg, restart(jpeg, jpeg.length / 2), marker)), decode(jpeg));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x01, 0x10, 0x9f, 0xc0, 0xd0, 0xd8, 0xdc, 0xe5, 0xfe})
  void losesNothingByAMarkerAfterTheLastPixel(int marker) {
    byte[] jpeg = jpeg();

    FilterRun.assertSame(decode(with(jpeg, jpeg.length - END_BYTES, marker)), decode(jpeg));
  }

  @Test
  void refusesAJpegThatIsInterruptedByAnother() {
    byte[] jpeg = jpeg();

    assertThatThrownBy(() -> decode(with(jpeg, jpeg.length / 2, SOI)))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("with its last rows missing: another begins at byte");
  }

  private static Picture decode(byte[] jpeg) {
    return Picture.of(
        CODEC.decode(Encoding.JPEG, 0, 0, ByteString.copyFrom(jpeg), ImageLimits.DEFAULT));
  }

  /** Puts a marker into a JPEG, at the given index or soon after it. */
  private static byte[] with(byte[] jpeg, int wanted, int marker) {
    int at = wanted;
    while (jpeg[at - 1] == (byte) 0xff) {
      at++;
    }
    byte[] marked = new byte[jpeg.length + 2];
    System.arraycopy(jpeg, 0, marked, 0, at);
    marked[at] = (byte) 0xff;
    marked[at + 1] = (byte) marker;
    System.arraycopy(jpeg, at, marked, at + 2, jpeg.length - at);
    return marked;
  }

  /** The index of the next restart marker, or the same index if there is none. */
  private static int restart(byte[] jpeg, int from) {
    for (int at = from; at < jpeg.length - END_BYTES; at++) {
      if (jpeg[at] == (byte) 0xff && (jpeg[at + 1] & 0xf8) == 0xd0) {
        return at;
      }
    }
    return from;
  }

  private static byte[] jpeg(int... settings) {
    try (BytePointer bytes = new BytePointer();
        IntPointer chosen = new IntPointer(settings)) {
      imencode(".jpg", Picture.random(160, 96, 3, 5).mat(), bytes, chosen);
      byte[] jpeg = new byte[(int) bytes.limit()];
      bytes.get(jpeg);
      return jpeg;
    }
  }
}
