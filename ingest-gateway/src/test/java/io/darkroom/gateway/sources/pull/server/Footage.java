package io.darkroom.gateway.sources.pull.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A piece of video that a camera shows again and again.
 *
 * @param pictures each as the units that RTP carries: NAL units, or one whole JPEG
 */
public record Footage(Codec codec, int width, int height, int fps, List<List<byte[]>> pictures) {

  /** Two seconds of a moving picture, with a key frame every second. */
  public static Footage h264(int width, int height, int fps)
      throws IOException, InterruptedException {
    byte[] stream = encode(width, height, fps, "-c:v", "libopenh264", "-f", "h264");
    return new Footage(Codec.H264, width, height, fps, AnnexB.pictures(Codec.H264, stream));
  }

  /** One second at 320 x 180 and 30 frames/s; made by x265, since FFmpeg has no encoder of it. */
  public static Footage h265() throws IOException {
    try (InputStream resource = Footage.class.getResourceAsStream("footage.h265")) {
      List<List<byte[]>> pictures = AnnexB.pictures(Codec.H265, resource.readAllBytes());
      return new Footage(Codec.H265, 320, 180, 30, pictures);
    }
  }

  /** Two seconds of JPEGs with the Huffman tables that RTP takes for granted. */
  public static Footage mjpeg(int width, int height, int fps)
      throws IOException, InterruptedException {
    byte[] stream = encode(width, height, fps, "-c:v", "mjpeg", "-huffman", "0", "-f", "mjpeg");
    return new Footage(Codec.MJPEG, width, height, fps, jpegs(stream));
  }

  private static byte[] encode(int width, int height, int fps, String... encoder)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("footage", "");
    String source = "testsrc2=size=%dx%d:rate=%d:duration=2".formatted(width, height, fps);
    List<String> command = new ArrayList<>(List.of("-f", "lavfi", "-i", source));
    command.addAll(List.of("-g", Integer.toString(fps), "-b:v", "2M"));
    command.addAll(List.of("-pix_fmt", encoder[1].equals("mjpeg") ? "yuvj420p" : "yuv420p"));
    command.addAll(List.of(encoder));
    command.add(file.toString());
    FfmpegProgram.run(command.toArray(String[]::new));
    byte[] stream = Files.readAllBytes(file);
    Files.delete(file);
    return stream;
  }

  /** Within a JPEG's data ff is always followed by 00, so ff d8 ff begins the next one. */
  private static List<List<byte[]>> jpegs(byte[] stream) {
    List<List<byte[]>> pictures = new ArrayList<>();
    int start = 0;
    for (int i = 1; i + 2 < stream.length; i++) {
      boolean begins =
          (stream[i] & 0xff) == 0xff
              && (stream[i + 1] & 0xff) == 0xd8
              && (stream[i + 2] & 0xff) == 0xff;
      if (begins) {
        pictures.add(List.of(Arrays.copyOfRange(stream, start, i)));
        start = i;
      }
    }
    pictures.add(List.of(Arrays.copyOfRange(stream, start, stream.length)));
    return pictures;
  }
}
