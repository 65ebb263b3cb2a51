package io.darkroom.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import com.google.protobuf.ByteString;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.indexer.UShortIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageCodecTest {

  private static final Output PNG = new Output(Encoding.PNG, 90, 1);

  private final ImageCodec codec = new ImageCodec();

  @AfterEach
  void close() {
    codec.close();
  }

  private Picture decode(Encoding encoding, ByteString image) {
    return Picture.of(codec.decode(encoding, 0, 0, image, ImageLimits.DEFAULT));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void keepsEveryPixelOfAPngInColour(Picture picture) {
    ByteString png = codec.encode(picture.mat(), PNG);

    FilterRun.assertSame(decode(Encoding.PNG, png), inColour(picture));
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void decodesAJpegLikeOpenCvInColour(Picture picture) {
    ByteString jpeg = codec.encode(picture.mat(), Output.DEFAULT);
    Picture expected =
        Picture.of(imdecode(new Mat(jpeg.toByteArray(), true), IMREAD_COLOR, new Mat()));

    assertThat(expected.channels()).isEqualTo(3);
    FilterRun.assertSame(decode(Encoding.JPEG, jpeg), expected);
  }

  @ParameterizedTest
  @MethodSource("io.darkroom.filters.Picture#all")
  void copiesARawImageByteForByte(Picture picture) {
    Encoding encoding = picture.channels() == 3 ? Encoding.RAW_BGR8 : Encoding.RAW_GRAY8;
    Mat mat =
        codec.decode(
            encoding,
            picture.width(),
            picture.height(),
            ByteString.copyFrom(picture.bytes()),
            ImageLimits.DEFAULT);

    FilterRun.assertSame(Picture.of(mat), picture);
  }

  @Test
  void reusesBuffersForImagesOfOneSize() {
    ByteString first = codec.encode(Picture.random(64, 48, 3, 1).mat(), PNG);
    ByteString second = codec.encode(Picture.random(64, 48, 3, 2).mat(), Output.DEFAULT);

    long address = codec.decode(Encoding.PNG, 0, 0, first, ImageLimits.DEFAULT).data().address();
    Mat again = codec.decode(Encoding.JPEG, 0, 0, second, ImageLimits.DEFAULT);

    assertThat(again.data().address()).isEqualTo(address);
  }

  private static ImageCodec.Target into(Mat target) {
    return shape -> {
      target.create(shape.height(), shape.width(), CV_8UC(shape.channels()));
      return target;
    };
  }

  @Test
  void decodesIntoMemoryOfTheCaller() {
    Picture picture = Picture.random(9, 5, 3, 1);
    ByteString image = codec.encode(picture.mat(), PNG);
    try (BytePointer memory = new BytePointer(picture.bytes().length);
        Mat view = new Mat(5, 9, CV_8UC(3), memory)) {
      codec.decode(Encoding.PNG, 0, 0, image, ImageLimits.DEFAULT, shape -> view);

      byte[] bytes = new byte[picture.bytes().length];
      memory.get(bytes);
      assertThat(bytes).isEqualTo(picture.bytes());
    }
  }

  @Test
  void keepsImagesDecodedIntoOtherMats() {
    Picture one = Picture.random(9, 9, 3, 1);
    Picture two = Picture.random(9, 9, 3, 2);
    try (Mat first = new Mat();
        Mat second = new Mat()) {
      ByteString image = codec.encode(one.mat(), PNG);
      codec.decode(Encoding.PNG, 0, 0, image, ImageLimits.DEFAULT, into(first));
      image = codec.encode(two.mat(), PNG);
      codec.decode(Encoding.PNG, 0, 0, image, ImageLimits.DEFAULT, into(second));

      FilterRun.assertSame(Picture.of(first), one);
      FilterRun.assertSame(Picture.of(second), two);
    }
  }

  @Test
  void makesSmallerImagesAtLowerQuality() {
    Mat picture = Picture.gradient(640, 480, 3).mat();
    int[] sizes = new int[3];
    int[] qualities = {1, 50, 100};
    for (int i = 0; i < 3; i++) {
      sizes[i] = codec.encode(picture, new Output(Encoding.JPEG, qualities[i], 1)).size();
    }

    assertThat(sizes).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void scalesByAreaBeforeEncoding() {
    Picture picture = Picture.random(64, 48, 3, 1);
    ByteString half = codec.encode(picture.mat(), new Output(Encoding.PNG, 90, 0.5));
    Size size = new Size(32, 24);

    FilterRun.assertSame(
        decode(Encoding.PNG, half),
        FilterRun.by((in, out) -> resize(in, out, size, 0, 0, INTER_AREA), picture));
  }

  @Test
  void scalesToAtLeastOnePixel() {
    ByteString dot =
        codec.encode(Picture.random(64, 2, 3, 1).mat(), new Output(Encoding.JPEG, 90, 0.001));

    assertThat(ImageHeader.read(dot)).isEqualTo(new ImageHeader(Encoding.JPEG, 1, 1));
  }

  @Test
  void keepsTheUpperByteOf16Bits() {
    Mat deep = new Mat(1, 3, CV_16UC3);
    UShortIndexer values = deep.createIndexer();
    int[] row = {0, 0xff, 0x100, 0x1234, 0x80ff, 0x8000, 0xfeff, 0xff00, 0xffff};
    values.put(0, 0, row);
    ByteString png = codec.encode(deep, PNG);

    assertThat(decode(Encoding.PNG, png).bytes())
        .containsExactly(0, 0, 1, 0x12, 0x80, 0x80, 0xfe, 0xff, 0xff);
  }

  @Test
  void dropsTransparency() {
    byte[] bgra = {10, 20, 30, 0, 40, 50, 60, (byte) 128};
    ByteString png = codec.encode(new Picture("bgra", 2, 1, 4, bgra).mat(), PNG);

    assertThat(decode(Encoding.PNG, png).bytes()).containsExactly(10, 20, 30, 40, 50, 60);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void turnsImagesLikeOpenCv(int orientation) {
    Mat picture = Picture.random(17, 9, 3, 1).mat();
    for (boolean little : new boolean[] {false, true}) {
      ByteString exif = ImageBytes.exif(orientation, little);
      ByteString jpeg = ImageBytes.withExif(codec.encode(picture, Output.DEFAULT), exif);
      ByteString png = ImageBytes.withExifChunk(codec.encode(picture, PNG), exif);

      FilterRun.assertSame(decode(Encoding.JPEG, jpeg), openCv(jpeg));
      FilterRun.assertSame(decode(Encoding.PNG, png), openCv(png));
    }
  }

  private static Picture openCv(ByteString image) {
    return Picture.of(imdecode(new Mat(image.toByteArray(), true), IMREAD_COLOR, new Mat()));
  }

  @Test
  void acceptsPaddingAfterAnImage() {
    for (Output output : new Output[] {Output.DEFAULT, PNG}) {
      ByteString image = codec.encode(Picture.gradient(16, 8, 3).mat(), output);
      ByteString padded = image.concat(ByteString.copyFrom(new byte[100]));

      FilterRun.assertSame(decode(output.encoding(), padded), decode(output.encoding(), image));
    }
  }

  private static Picture inColour(Picture picture) {
    if (picture.channels() == 3) {
      return picture;
    }
    byte[] bytes = new byte[picture.bytes().length * 3];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = picture.bytes()[i / 3];
    }
    return new Picture("expected", picture.width(), picture.height(), 3, bytes);
  }
}
