package io.darkroom.gateway.library;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.Orientation;
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

/** Makes upright thumbnails of images. */
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
        return encoded(upright(scaled(reader.read(0, every), header, width), header.orientation()));
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
    int across = Math.min(widest, header.width());
    int down = Math.max(1, Math.round((float) across * header.height() / header.width()));
    boolean swapped = header.orientation().swapsSides();
    int width = swapped ? down : across;
    int height = swapped ? across : down;
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return small;
  }

  private static BufferedImage upright(BufferedImage stored, Orientation orientation) {
    if (orientation == Orientation.AS_STORED) {
      return stored;
    }
    int width = orientation.swapsSides() ? stored.getHeight() : stored.getWidth();
    int height = orientation.swapsSides() ? stored.getWidth() : stored.getHeight();
    BufferedImage turned = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        turned.setRGB(x, y, pixel(stored, orientation, x, y));
      }
    }
    return turned;
  }

  /** The pixel of the stored picture that is at this place of the upright one. */
  private static int pixel(BufferedImage stored, Orientation orientation, int x, int y) {
    int right = stored.getWidth() - 1;
    int bottom = stored.getHeight() - 1;
    return switch (orientation) {
      case AS_STORED -> stored.getRGB(x, y);
      case FLIP_SIDEWAYS -> stored.getRGB(right - x, y);
      case HALF_TURN -> stored.getRGB(right - x, bottom - y);
      case FLIP_UPSIDE_DOWN -> stored.getRGB(x, bottom - y);
      case TRANSPOSE -> stored.getRGB(y, x);
      case TURN_RIGHT -> stored.getRGB(y, bottom - x);
      case TRANSVERSE -> stored.getRGB(right - y, bottom - x);
      case TURN_LEFT -> stored.getRGB(right - y, x);
    };
  }

  private static ByteString encoded(BufferedImage image) throws IOException {
    ByteString.Output out = ByteString.newOutput();
    ImageIO.write(image, "jpeg", out);
    return out.toByteString();
  }
}
