package io.darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images as phones and cameras make them. */
class RealImagesTest {

  private final ImageCodec codec = new ImageCodec();

  @AfterEach
  void close() {
    codec.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exif_o1.jpg",
        "exif_o2.jpg",
        "exif_o4.jpg",
        "exif_o6.jpg",
        "exif_o8.jpg",
        "png_exif6.png",
        "no_eoi.jpg",
        "progressive_no_eoi.jpg",
        "no_eoi_pad_zero.jpg",
        "junk_before_marker.jpg",
        "png_bad_text_crc.png"
      })
  void givesTheExpectedPicture(String name) throws IOException {
    FilterRun.assertSame(decode(name, false), openCv(name + ".expected.png"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exif_o1.jpg",
        "exif_o2.jpg",
        "exif_o4.jpg",
        "exif_o6.jpg",
        "exif_o8.jpg",
        "png_exif6.png",
        "uvc_avi1_no_dht.jpg",
        "tail_dhav_dahua.jpg",
        "tail_3zero_rpi.jpg",
        "arith.jpg",
        "ok_base.jpg",
        "mid_ff10_marker.jpg",
        "apng_default_image.png"
      })
  void decodesLikeOpenCv(String name) throws IOException {
    FilterRun.assertSame(decode(name, false), openCv(name));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/images/names.csv")
  @CsvSource({
    "trunc_90pct.jpg,with its last rows and its EOI marker missing",
  })
  void refusesByName(String name, String what) {
    assertThatThrownBy(() -> decode(name, false))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE))
        .hasMessageContaining(what);
  }

  @Test
  void keepsTheStoredOrientationIfAsked() throws IOException {
    Picture stored = decode("exif_o6.jpg", true);

    assertThat(stored.width()).isEqualTo(160);
    FilterRun.assertSame(stored, decode("exif_o1.jpg", false));
  }

  @Test
  void refusesSeveralJpegsInOne() throws IOException {
    ByteString one = bytes("ok_base.jpg");
    ByteString gap = ByteString.copyFromUtf8("\r\n\0\0");

    for (ByteString two : new ByteString[] {one.concat(one), one.concat(gap).concat(one)}) {
      assertThatThrownBy(() -> decode(two, false))
          .hasMessageContaining("several JPEGs one after the other");
    }
  }

  private Picture decode(String name, boolean stored) throws IOException {
    return decode(bytes(name), stored);
  }

  private Picture decode(ByteString image, boolean stored) {
    Encoding encoding = ImageHeader.read(image).encoding();
    Frame frame =
        Frame.captured("", 0, 0, Instant.EPOCH, encoding, image).withStoredOrientation(stored);
    try (Mat picture = new Mat()) {
      return Picture.of(
          codec.decode(
              frame,
              ImageLimits.DEFAULT,
              shape -> {
                picture.create(
                    shape.height(), shape.width(), org.bytedeco.opencv.global.opencv_core.CV_8UC3);
                return picture;
              }));
    }
  }

  private static Picture openCv(String name) throws IOException {
    return Picture.of(imdecode(new Mat(bytes(name).toByteArray(), true), IMREAD_COLOR, new Mat()));
  }

  static ByteString bytes(String name) throws IOException {
    try (InputStream in = RealImagesTest.class.getResourceAsStream("/images/" + name)) {
      return ByteString.readFrom(in);
    }
  }
}
