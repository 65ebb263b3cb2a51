package io.darkroom.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers as phones and cameras write them. */
class RealHeadersTest {

  @ParameterizedTest
  @CsvSource({
    "exif_o6.jpg,JPEG,120,160,TURN_RIGHT",
    "png_exif6.png,PNG,120,160,TURN_RIGHT",
    "junk_before_marker.jpg,JPEG,160,120,AS_STORED"
  })
  void readsTheSizeOfTheUprightPicture(
      String file, Encoding encoding, int width, int height, Orientation orientation)
      throws IOException {
    assertThat(ImageHeader.read(ContentNameTest.file(file)))
        .isEqualTo(new ImageHeader(encoding, width, height, orientation));
  }

  @Test
  void readsTheStoredSizeIfAsked() throws IOException {
    assertThat(ImageHeader.read(ContentNameTest.file("exif_o6.jpg"), true))
        .isEqualTo(new ImageHeader(Encoding.JPEG, 160, 120));
  }

  @ParameterizedTest
  @CsvSource({
    "0xc1,12,JPEG of 12 bits per sample",
    "0xc3,8,lossless JPEG",
    "0xc5,8,hierarchical JPEG"
  })
  void namesKindsOfJpegThatAreNotSupported(String marker, int bits, String kind) {
    byte[] jpeg = {-1, -40, -1, Integer.decode(marker).byteValue(), 0, 11, (byte) bits, 0, 4, 0, 4};

    assertThatThrownBy(() -> ImageHeader.read(ByteString.copyFrom(jpeg)))
        .hasMessageStartingWith("image: " + kind + ", which is not supported (expected: ");
  }

  @Test
  void statesTheSizeOfADamagedPngAsItIsWritten() throws IOException {
    byte[] png = ContentNameTest.file("png_exif6.png").toByteArray();
    ByteBuffer.wrap(png).putInt(16, -1_638_399).putInt(20, 0);

    assertThatThrownBy(() -> ImageHeader.read(ByteString.copyFrom(png)))
        .hasMessageStartingWith("image: PNG whose header states 4293328897 x 0 px");
  }

  @Test
  void findsTheEndOfAJpegWhileItArrives() throws IOException {
    byte[] jpeg = ContentNameTest.file("exif_o6.jpg").toByteArray();
    byte[] two = new byte[2 * jpeg.length];
    System.arraycopy(jpeg, 0, two, 0, jpeg.length);
    System.arraycopy(jpeg, 0, two, jpeg.length, jpeg.length);
    JpegWalk walk = new JpegWalk();

    for (int arrived = 0; arrived < jpeg.length; arrived++) {
      assertThat(walk.end(ByteBuffer.wrap(two, 0, arrived))).isEqualTo(-1);
    }
    assertThat(walk.end(ByteBuffer.wrap(two))).isEqualTo(jpeg.length);
    assertThat(new JpegWalk().end(ByteBuffer.wrap(two))).isEqualTo(jpeg.length);
  }

  @Test
  void endsAJpegWithoutItsEndMarkerWhereTheNextBegins() throws IOException {
    byte[] jpeg = ContentNameTest.file("exif_o6.jpg").toByteArray();
    ByteBuffer two = ByteBuffer.allocate(2 * jpeg.length - 2);
    two.put(jpeg, 0, jpeg.length - 2).put(jpeg).flip();

    assertThat(new JpegWalk().end(two)).isEqualTo(jpeg.length - 2);
  }
}
