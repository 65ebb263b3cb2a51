package io.darkroom.image;

import static io.darkroom.image.ImageBytes.chunk;
import static io.darkroom.image.ImageBytes.pixels;
import static io.darkroom.image.ImageBytes.png;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_PROGRESSIVE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_RST_INTERVAL;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import java.util.Random;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DamagedImageTest {

  private static final ImageCodec CODEC = new ImageCodec();
  private static final Mat PICTURE = Picture.gradient(120, 90, 3).mat();
  private static final ByteString JPEG = CODEC.encode(PICTURE, Output.DEFAULT);
  private static final ByteString PNG = CODEC.encode(PICTURE, new Output(Encoding.PNG, 90, 1));

  private static final ByteString ZEROS = ByteString.copyFrom(new byte[500]);
  private static final ByteString ERASED = ByteString.copyFrom(new byte[] {-1, -1, -1, -1, -1});

  @AfterAll
  static void close() {
    CODEC.close();
  }

  static Stream<Arguments> damaged() {
    ByteString empty = chunk("IDAT", ByteString.EMPTY);
    ByteString garbage = chunk("IDAT", ByteString.copyFromUtf8("no zlib stream at all"));
    return Stream.of(
        arguments("nothing", Encoding.JPEG, ByteString.EMPTY),
        arguments("text", Encoding.JPEG, ByteString.copyFromUtf8("<html>404</html>")),
        arguments("zeros", Encoding.PNG, ByteString.copyFrom(new byte[1000])),
        arguments("only a marker", Encoding.JPEG, JPEG.substring(0, 3)),
        arguments("png called jpeg", Encoding.JPEG, PNG),
        arguments("jpeg called png", Encoding.PNG, JPEG),
        arguments("png without pixels", Encoding.PNG, png(4, 4)),
        arguments("png with empty pixels", Encoding.PNG, png(4, 4, empty)),
        arguments("png with garbage for pixels", Encoding.PNG, png(4, 4, garbage)),
        arguments("png with too few pixels", Encoding.PNG, png(400, 400, pixels(10))),
        arguments("png of no width", Encoding.PNG, png(0, 4, pixels(10))),
        arguments("png of negative height", Encoding.PNG, png(4, -4, pixels(10))),
        arguments("jpeg cut behind a thumbnail", Encoding.JPEG, cutBehindThumbnail()));
  }

  private static ByteString cutBehindThumbnail() {
    ByteString with = ImageBytes.withExif(JPEG, JPEG);
    return with.substring(0, 2 + 4 + JPEG.size());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damaged")
  void refusesADamagedImage(String name, Encoding encoding, ByteString image) {
    assertInvalid(encoding, image);
  }

  @Test
  void acceptsTheUndamagedImagesOfTheseTests() {
    assertThat(decode(Encoding.JPEG, JPEG).cols()).isEqualTo(120);
    assertThat(decode(Encoding.PNG, PNG).cols()).isEqualTo(120);
    assertThat(decode(Encoding.JPEG, ImageBytes.withExif(JPEG, JPEG)).cols()).isEqualTo(120);
    assertThat(decode(Encoding.PNG, png(4, 4, pixels(20))).cols()).isEqualTo(4);
  }

  @Test
  void refusesAPngCutAnywhere() {
    for (int length = 0; length < PNG.size(); length++) {
      assertInvalid(Encoding.PNG, PNG.substring(0, length));
    }
  }

  static Stream<Arguments> jpegs() {
    return Stream.of(
        arguments("baseline", JPEG),
        arguments("progressive", jpeg(IMWRITE_JPEG_PROGRESSIVE, 1)),
        arguments("with restart markers", jpeg(IMWRITE_JPEG_RST_INTERVAL, 3)));
  }

  private static ByteString jpeg(int setting, int value) {
    BytePointer bytes = new BytePointer();
    imencode(".jpg", PICTURE, bytes, new IntPointer(setting, value));
    byte[] array = new byte[(int) bytes.limit()];
    bytes.get(array);
    return ByteString.copyFrom(array);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jpegs")
  void acceptsACutJpegOnlyIfAllOfItsPictureIsThere(String name, ByteString jpeg) {
    Picture whole = Picture.of(decode(Encoding.JPEG, jpeg));
    int cut = jpeg.size() - 2;
    FilterRun.assertSame(Picture.of(decode(Encoding.JPEG, jpeg.substring(0, cut))), whole);
    while (!refuses(jpeg.substring(0, cut))) {
      FilterRun.assertSame(Picture.of(decode(Encoding.JPEG, jpeg.substring(0, cut))), whole);
      cut--;
    }
    assertThat(cut).isGreaterThan(jpeg.size() - 8);
    for (int length = 0; length <= cut; length++) {
      assertInvalid(Encoding.JPEG, jpeg.substring(0, length));
      assertThat(refuses(jpeg.substring(0, length).concat(ERASED))).isTrue();
    }
  }

  /** Zeros after the last bytes could be pixel data, but not those after earlier ones. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("jpegs")
  void refusesACutJpegPaddedByZeros(String name, ByteString jpeg) {
    for (int length = 0; length < jpeg.size() - 20; length++) {
      assertInvalid(Encoding.JPEG, jpeg.substring(0, length).concat(ZEROS));
    }
  }

  @Test
  void detectsAnyChangedByteOfAPngUpToItsEnd() {
    byte[] bytes = PNG.toByteArray();
    int lastChecksum = bytes.length - 4;
    for (int at = 0; at < lastChecksum; at++) {
      bytes[at] ^= 0x10;
      ByteString changed = ByteString.copyFrom(bytes);
      assertThatThrownBy(() -> decode(Encoding.PNG, changed))
          .as("byte %d", at)
          .isInstanceOf(DarkroomException.class);
      bytes[at] ^= 0x10;
    }
  }

  @Test
  void decodesOrRefusesAJpegWithChangedBytes() {
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bytes = JPEG.toByteArray();
      for (int changes = 1 + i % 5; changes > 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      refused += refuses(ByteString.copyFrom(bytes)) ? 1 : 0;
    }

    assertThat(refused).isBetween(1, 299);
  }

  private static boolean refuses(ByteString jpeg) {
    try {
      decode(Encoding.JPEG, jpeg);
      return false;
    } catch (DarkroomException e) {
      assertThat(e.code()).isIn(ErrorCode.INVALID_IMAGE, ErrorCode.IMAGE_TOO_LARGE);
      return true;
    }
  }

  @Test
  void refusesABombByItsHeader() {
    ByteString bomb = png(60_000, 60_000, pixels(1000));

    assertThatThrownBy(() -> decode(Encoding.PNG, bomb))
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE))
        .hasMessageStartingWith("image: 60000 x 60000 px (expected: at most 8192 x 8192)");
  }

  @Test
  void appliesLimitsToEveryEncoding() {
    ImageLimits side = new ImageLimits(119, 1 << 20);
    ImageLimits bytes = new ImageLimits(8192, 100);
    ByteString raw = ByteString.copyFrom(new byte[120 * 90]);

    for (ImageLimits limits : new ImageLimits[] {side, bytes}) {
      assertTooLarge(Encoding.JPEG, JPEG, limits);
      assertTooLarge(Encoding.PNG, PNG, limits);
      assertTooLarge(Encoding.RAW_GRAY8, raw, limits);
    }
  }

  private static void assertTooLarge(Encoding encoding, ByteString image, ImageLimits limits) {
    assertThatThrownBy(() -> CODEC.decode(encoding, 120, 90, image, limits))
        .isInstanceOfSatisfying(
            DarkroomException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE));
  }

  @Test
  void refusesARawImageOfAnotherSize() {
    ByteString image = ByteString.copyFrom(new byte[12]);
    int[][] sizes = {{0, 0}, {-2, -6}, {4, 4}, {12, 0}, {3, 3}};

    for (int[] size : sizes) {
      assertThatThrownBy(
              () -> CODEC.decode(Encoding.RAW_GRAY8, size[0], size[1], image, ImageLimits.DEFAULT))
          .isInstanceOfSatisfying(
              DarkroomException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE));
    }
  }

  @Test
  void staysUsableAfterARefusal() {
    assertInvalid(Encoding.PNG, png(400, 400, pixels(10)));

    Mat good = decode(Encoding.PNG, PNG);
    assertThat(Picture.of(good).bytes()).isEqualTo(Picture.of(PICTURE).bytes());
  }

  private static void assertInvalid(Encoding encoding, ByteString image) {
    assertThatThrownBy(() -> decode(encoding, image))
        .as("%s of %d bytes", encoding, image.size())
        .isInstanceOfSatisfying(
            DarkroomException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE))
        .hasMessageMatching("image: .+ \\(expected: .+\\)\\. .+\\.");
  }

  private static Mat decode(Encoding encoding, ByteString image) {
    return CODEC.decode(encoding, 0, 0, image, ImageLimits.DEFAULT);
  }
}
