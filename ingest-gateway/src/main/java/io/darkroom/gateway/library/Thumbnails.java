package io.darkroom.gateway.library;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageHeader;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Makes thumbnails of images. */
final class Thumbnails {

  private Thumbnails() {}

  /**
   * Returns a JPEG of at most the given width, in px. Reads only every n-th pixel to save memory.
   */
  static ByteString jpeg(Path file, ImageHeader header, int width) {
    try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
      ImageReader reader = ImageIO.getImageReadersByFormatName(header.encoding().text()).next();
      try {
        reader.setInput(in, true, true);
        ImageReadParam every = reader.getDefaultReadParam();
        int step = Math.max(1, header.width() / (2 * width));
        every.setSourceSubsampling(step, step, 0, 0);
        return encoded(scaled(reader.read(0, every), header, width));
      } finally {
        reader.dispose();
      }
    } catch (IIOException | EOFException | RuntimeException e) {
      throw new DarkroomException(
          ErrorCode.INVALID_IMAGE,
          "image: cannot be decoded (expected: a complete JPEG or PNG). Check the file.",
          e);
    } catch (IOException e) {
      throw new DarkroomException(
          ErrorCode.UNAVAILABLE,
          "image: %s cannot be read (expected: a readable file). Try again."
              .formatted(file.getFileName()),
          e);
    }
  }

  private static BufferedImage scaled(BufferedImage image, ImageHeader header, int widest) {
    int width = Math.min(widest, header.width());
    int height = Math.max(1, Math.round((float) width * header.height() / header.width()));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }

  private static ByteString encoded(BufferedImage image) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    ImageIO.write(image, "jpeg", out);
    return out.toByteString();
  }
}
