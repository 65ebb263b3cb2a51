package io.darkroom.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageHeaderTest {

  @ParameterizedTest
  @CsvSource({"jpeg,1,1", "jpeg,640,480", "jpeg,33,7", "png,1,1", "png,1920,3", "png,33,7"})
  void readsTheSizeWithoutDecoding(String format, int width, int height) throws IOException {
    ImageHeader header = ImageHeader.read(image(format, width, height));
    assertThat(header)
        .isEqualTo(new ImageHeader(Encoding.parse(format).orElseThrow(), width, height));
  }

  @Property
  void readsOrRefusesATruncatedHeader(@ForAll @IntRange(max = 700) int length) throws IOException {
    ByteString whole = image("jpeg", 40, 30);
    ByteString cut = whole.substring(0, Math.min(length, whole.size()));
    try {
      assertThat(ImageHeader.read(cut)).isEqualTo(ImageHeader.read(whole));
    } catch (DarkroomException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
    }
  }

  @Property
  void readsOrRefusesAnyBytesAfterTheSignature(@ForAll byte[] rest) {
    for (byte[] magic :
        new byte[][] {
          {(byte) 0xff, (byte) 0xd8, (byte) 0xff},
          {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}
        }) {
      ByteString bytes = ByteString.copyFrom(magic).concat(ByteString.copyFrom(rest));
      try {
        assertThat(ImageHeader.read(bytes).width()).isPositive();
      } catch (DarkroomException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_IMAGE);
      }
    }
  }

  @Test
  void refusesADecompressionBombByItsHeader() throws IOException {
    byte[] bomb = image("png", 8, 8).toByteArray();
    ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
    assertThatThrownBy(
            () -> ImageHeader.read(ByteString.copyFrom(bomb)).requireWithin(ImageLimits.DEFAULT))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining("60000 x 60000")
        .extracting("code")
        .isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
  }

  @Test
  void refusesTooManyPixelsEvenIfBothSidesAreWithinTheLimit() throws IOException {
    ImageHeader header = ImageHeader.read(image("png", 100, 80));
    header.requireWithin(new ImageLimits(100, 1 << 20, 8000));
    assertThatThrownBy(() -> header.requireWithin(new ImageLimits(100, 1 << 20, 7999)))
        .hasMessageContaining("100 x 80 px, which is 8000 pixels (expected: at most 7999 pixels)")
        .hasMessageContaining("--max-image-pixels")
        .extracting("code")
        .isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
  }

  private static ByteString image(String format, int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    ImageIO.write(image, format, bytes);
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
