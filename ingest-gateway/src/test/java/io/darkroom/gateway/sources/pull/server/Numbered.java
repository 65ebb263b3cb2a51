package io.darkroom.gateway.sources.pull.server;

import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * Pictures that show their own number: eight columns, bright where the number has a bit, from the
 * least significant on the left. The upper half is dark, so that a turn is noticed.
 */
public final class Numbered {

  private static final int COLUMNS = 8;

  private Numbered() {}

  /** A libavfilter graph of numbered pictures of 160 x 120 px. */
  public static String graph(int fps, int frames) {
    return graph(160, 120, fps, frames);
  }

  /** A libavfilter graph of numbered pictures. */
  public static String graph(int width, int height, int fps, int frames) {
    return ("color=size=%dx%d:rate=%d,trim=end_frame=%d,format=yuv420p,"
            + "geq=lum='if(gt(Y,H/2)*bitand(N,pow(2,floor(X*%d/W))),225,30)':cb=128:cr=128")
        .formatted(width, height, fps, frames, COLUMNS);
  }

  /** The number that an upright JPEG shows. */
  public static int of(ByteString jpeg) {
    BufferedImage picture = read(jpeg);
    int number = 0;
    for (int column = 0; column < COLUMNS; column++) {
      int x = (2 * column + 1) * picture.getWidth() / (2 * COLUMNS);
      if ((picture.getRGB(x, picture.getHeight() * 3 / 4) & 0xff) > 127) {
        number |= 1 << column;
      }
    }
    return number;
  }

  /** Decodes a JPEG. */
  public static BufferedImage read(ByteString jpeg) {
    try {
      return ImageIO.read(jpeg.newInput());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
