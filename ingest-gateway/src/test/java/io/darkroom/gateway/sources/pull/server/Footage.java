package io.darkroom.gateway.sources.pull.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A video that a test camera shows in a loop. Also makes video files for tests.
 *
 * @param pictures each as the units that RTP carries: NAL units, or one complete JPEG
 */
public record Footage(Codec codec, int width, int height, int fps, List<List<byte[]>> pictures) {

  /** Two seconds of a moving picture, with a keyframe every second. */
  public static Footage h264(int width, int height, int fps) throws IOException {
    byte[] stream = encode(width, height, fps, "-c:v", "libopenh264", "-f", "h264");
    return new Footage(Codec.H264, width, height, fps, AnnexB.pictures(Codec.H264, stream));
  }

  /** One second at 320 x 180 and 30 frames/s; made by x265, since FFmpeg has no encoder for it. */
  public static Footage h265() throws IOException {
    try (InputStream resource = Footage.class.getResourceAsStream("footage.h265")) {
      List<List<byte[]>> pictures = AnnexB.pictures(Codec.H265, resource.readAllBytes());
      return new Footage(Codec.H265, 320, 180, 30, pictures);
    }
  }

  /** Two seconds of a moving picture, with a keyframe every second. */
  public static Footage vp9(int width, int height, int fps) throws IOException {
    String[] encoder = {"-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"};
    String[] file = {"-lag-in-frames", "0", "-f", "ivf"};
    byte[] stream = encode(width, height, fps, concat(encoder, file));
    return new Footage(Codec.VP9, width, height, fps, ivfPictures(stream));
  }

  private static String[] concat(String[] first, String[] second) {
    return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
  }

  /** Each picture has a header of 12 bytes that starts with its length. */
  private static List<List<byte[]>> ivfPictures(byte[] stream) {
    ByteBuffer bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN).position(32);
    List<List<byte[]>> pictures = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] picture = new byte[bytes.getInt()];
      bytes.getLong();
      bytes.get(picture);
      pictures.add(List.of(picture));
    }
    return pictures;
  }

  /** Two seconds of JPEGs with the Huffman tables that RTP implies. */
  public static Footage mjpeg(int width, int height, int fps) throws IOException {
    byte[] stream = encode(width, height, fps, "-c:v", "mjpeg", "-huffman", "0", "-f", "mjpeg");
    return new Footage(Codec.MJPEG, width, height, fps, jpegs(stream));
  }

  /** Makes a video file of a moving picture, with the given encoding options. */
  public static Path file(Path file, String size, int fps, double seconds, String... encoding) {
    String graph = "testsrc2=size=%s:rate=%d:duration=%s".formatted(size, fps, seconds);
    return fileOf(graph, file, encoding);
  }

  /** Makes an H.264 file with a keyframe every second. */
  public static Path h264File(Path file, String size, int fps, double seconds) {
    return file(
        file,
        size,
        fps,
        seconds,
        "-c:v",
        "libopenh264",
        "-b:v",
        "2M",
        "-g",
        String.valueOf(fps),
        "-pix_fmt",
        "yuv420p");
  }

  /** Makes a file from a libavfilter graph, with the given encoding options. */
  public static Path fileOf(String graph, Path file, String... encoding) {
    List<String> arguments = new ArrayList<>(List.of("-f", "lavfi", "-i", graph));
    arguments.addAll(List.of(encoding));
    arguments.add(file.toString());
    FfmpegProgram.run(arguments.toArray(String[]::new));
    return file;
  }

  private static byte[] encode(int width, int height, int fps, String... encoder)
      throws IOException {
    Path file = Files.createTempFile("footage", "");
    String pixels = encoder[1].equals("mjpeg") ? "yuvj420p" : "yuv420p";
    List<String> encoding = new ArrayList<>(List.of("-g", Integer.toString(fps), "-b:v", "2M"));
    encoding.addAll(List.of("-pix_fmt", pixels));
    encoding.addAll(List.of(encoder));
    file(file, width + "x" + height, fps, 2, encoding.toArray(String[]::new));
    byte[] stream = Files.readAllBytes(file);
    Files.delete(file);
    return stream;
  }

  /** Within a JPEG's data, ff is always followed by 00, so ff d8 ff starts the next JPEG. */
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
