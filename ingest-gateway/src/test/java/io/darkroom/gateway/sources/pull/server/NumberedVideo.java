package io.darkroom.gateway.sources.pull.server;

import com.google.protobuf.ByteString;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** A grey picture that shows the number of each frame by its brightness; at most 110 frames. */
public final class NumberedVideo {

  private static final int FIRST = 16;
  private static final int STEP = 2;

  private NumberedVideo() {}

  /** Makes the video with 25 frames/s at 160 x 96, a key frame every second. */
  public static void make(int frames, String... output) {
    make("160x96", 0, frames, output);
  }

  /**
   * @param first number
   */
  public static void make(String size, int first, int frames, String... output) {
    String graph =
        "nullsrc=size=%s:rate=25,format=yuv420p,geq=lum='%d+%d*(N+%d)':cb=128:cr=128"
            .formatted(size, FIRST, STEP, first);
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", graph));
    arguments.addAll(List.of("-frames:v", Integer.toString(frames)));
    arguments.addAll(
        List.of("-c:v", "libopenh264", "-b:v", "2M", "-g", "25", "-color_range", "tv"));
    arguments.addAll(List.of(output));
    FfmpegProgram.run(arguments.toArray(String[]::new));
  }

  /** Reads the number of a frame. */
  public static int number(ByteString jpeg) {
    try {
      var picture = ImageIO.read(new ByteArrayInputStream(jpeg.toByteArray()));
      int green = picture.getRGB(picture.getWidth() / 2, picture.getHeight() / 2) >> 8 & 0xff;
      return (int) Math.round(green * 219 / 255.0 / STEP);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
