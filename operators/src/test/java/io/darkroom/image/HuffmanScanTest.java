package io.darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_OPTIMIZE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;

import io.darkroom.filters.Picture;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HuffmanScanTest {

  /** More than the segments before the pixel data. */
  private static final int HEADER_BYTES = 700;

  private final HuffmanScan scan = new HuffmanScan();

  static {
    OpenCv.load();
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,3,90,0x411111,0,0",
    "17,9,3,90,0x221111,0,0",
    "120,90,3,100,0x221111,0,0",
    "121,95,3,10,0x211111,0,1",
    "64,48,3,95,0x411111,5,0",
    "200,33,3,50,0x121111,1,1",
    "33,65,3,75,0x111111,0,0",
    "33,65,1,75,0x221111,0,0",
    "640,8,1,99,0x221111,7,1"
  })
  void findsTheLastByteOfThePixelData(
      int width,
      int height,
      int channels,
      int quality,
      String sampling,
      int restart,
      int optimized) {
    byte[] jpeg =
        jpeg(
            Picture.random(width, height, channels, 3).mat(),
            IMWRITE_JPEG_QUALITY,
            quality,
            IMWRITE_JPEG_SAMPLING_FACTOR,
            Integer.decode(sampling),
            IMWRITE_JPEG_RST_INTERVAL,
            restart,
            IMWRITE_JPEG_OPTIMIZE,
            optimized);
    int end = jpeg.length - 2;

    assertThat(scan.end(ByteBuffer.wrap(jpeg), end)).isEqualTo(end);
    byte[] padded = Arrays.copyOf(jpeg, jpeg.length + 40);
    padded[end] = 0x55;
    padded[end + 1] = 0x55;
    assertThat(scan.end(ByteBuffer.wrap(padded), padded.length)).isEqualTo(end);
    for (int cut = 2; cut < Math.min(40, end - HEADER_BYTES); cut++) {
      assertThat(scan.end(ByteBuffer.wrap(jpeg, 0, end - cut), end - cut))
          .as("without the last %d bytes", cut)
          .isEqualTo(HuffmanScan.MISSING);
    }
  }

  @Test
  void leavesOtherKindsAlone() {
    byte[] progressive = jpeg(Picture.random(40, 30, 3, 1).mat(), IMWRITE_JPEG_PROGRESSIVE, 1);

    assertThat(scan.end(ByteBuffer.wrap(progressive), progressive.length - 2))
        .isEqualTo(HuffmanScan.UNKNOWN);
  }

  private static byte[] jpeg(Mat picture, int... settings) {
    try (BytePointer bytes = new BytePointer();
        IntPointer chosen = new IntPointer(settings)) {
      imencode(".jpg", picture, bytes, chosen);
      byte[] jpeg = new byte[(int) bytes.limit()];
      bytes.get(jpeg);
      return jpeg;
    }
  }
}
