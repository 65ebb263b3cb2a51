package io.darkroom.gateway.sources.pull.server;

import com.google.protobuf.ByteString;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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
    return graph("160x120", fps, frames);
  }

  /** A libavfilter graph of numbered pictures. */
  public static String graph(String size, int fps, int frames) {
    return ("color=size=%s:rate=%d,trim=end_frame=%d,format=yuv420p,"
            + "geq=lum='if(gt(Y,H/2)*bitand(N,pow(2,floor(X*%d/W))),225,30)':cb=128:cr=128")
        .formatted(size, fps, frames, COLUMNS);
  }

  /** Makes an H.264 video with 25 frames/s and a keyframe every second. */
  public static void make(String size, int frames, String... output) {
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi"));
    arguments.addAll(List.of("-i", graph(size, 25, frames)));
    arguments.addAll(List.of("-c:v", "libopenh264", "-b:v", "2M", "-g", "25"));
    arguments.addAll(List.of(output));
    FfmpegProgram.run(arguments.toArray(String[]::new));
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
