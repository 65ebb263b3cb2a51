package io.darkroom.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.frame.ImageLimits;
import io.darkroom.v1.AvailableImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that say that they are to be turned. */
class TurnedImagesTest {

  private static final Path FILES = Path.of("../schemas/src/test/resources/images");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"exif_o1.jpg", "exif_o2.jpg", "exif_o4.jpg", "exif_o6.jpg", "exif_o8.jpg"})
  void showsUprightPreviewsAndSizes(String name) throws IOException {
    Files.copy(FILES.resolve(name), folder.resolve(name));
    BufferedImage expected = ImageIO.read(FILES.resolve(name + ".expected.png").toFile());
    ImageLibrary library = new ImageLibrary(folder, ImageLimits.DEFAULT);

    AvailableImage image = library.list().get(0);
    byte[] preview = library.preview(library.require(image.getImageId())).toByteArray();
    BufferedImage shown = ImageIO.read(new ByteArrayInputStream(preview));

    assertThat(image.getWidthPx()).isEqualTo(expected.getWidth()).isEqualTo(shown.getWidth());
    assertThat(image.getHeightPx()).isEqualTo(expected.getHeight()).isEqualTo(shown.getHeight());
    assertThat(meanDifference(shown, expected)).isLessThan(8);
  }

  private static double meanDifference(BufferedImage one, BufferedImage other) {
    long sum = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        Color a = new Color(one.getRGB(x, y));
        Color b = new Color(other.getRGB(x, y));
        sum += Math.abs(a.getRed() - b.getRed());
        sum += Math.abs(a.getGreen() - b.getGreen());
        sum += Math.abs(a.getBlue() - b.getBlue());
      }
    }
    return sum / 3.0 / one.getWidth() / one.getHeight();
  }
}
