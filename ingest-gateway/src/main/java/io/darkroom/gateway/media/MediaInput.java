package io.darkroom.gateway.media;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An input for FFmpeg, with the formats and protocols that FFmpeg may use.
 *
 * @param url may contain a password: never show it
 * @param format the demuxer to use; empty to detect it from the content
 * @param formats the allowed formats for detection
 * @param protocols that FFmpeg may use itself; none if {@code opener} is present
 * @param options of the demuxer and the protocol
 * @param first the content of {@code url}; {@code opener} opens the URLs that it refers to
 * @param probe whether to read packets ahead to detect the streams
 */
public record MediaInput(
    String url,
    Optional<String> format,
    String formats,
    String protocols,
    Map<String, String> options,
    Optional<ByteSource> first,
    Optional<ByteSource.Opener> opener,
    boolean probe) {

  /** Formats that contain media themselves; none refers to other files. */
  public static final String MEDIA_FORMATS =
      "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,ivf,h264,hevc,m4v,av1,obu,"
          + "gif,mjpeg,mxf,dv,yuv4mpegpipe";

  /** A local file. It cannot make FFmpeg open other files. */
  public static MediaInput file(Path path) {
    return new MediaInput(
        "file:" + path.toAbsolutePath(),
        MotionJpegFile.is(path) ? Optional.of("mjpeg") : Optional.empty(),
        MEDIA_FORMATS,
        "file",
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** An FFmpeg device, such as lavfi. */
  public static MediaInput device(String format, String name, Map<String, String> options) {
    return new MediaInput(
        name,
        Optional.of(format),
        "",
        "",
        options,
        Optional.empty(),
        Optional.empty(),
        !format.equals("v4l2"));
  }

  /** An RTSP stream of a camera. */
  public static MediaInput rtsp(String url, boolean udp, Map<String, String> options) {
    return new MediaInput(
        url,
        Optional.of("rtsp"),
        "",
        udp ? "tcp,rtp,udp" : "tcp",
        options,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** A stream of a known format that FFmpeg fetches by the given protocols. */
  public static MediaInput stream(
      String url, String format, String protocols, Map<String, String> options) {
    return new MediaInput(
        url,
        Optional.of(format),
        format,
        protocols,
        options,
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** JPEGs of a camera as multipart content, passed on without delay. */
  public static MediaInput jpegs(ByteSource first, ByteSource.Opener opener) {
    return new MediaInput(
        "",
        Optional.of("mpjpeg"),
        "mpjpeg",
        "",
        Map.of(),
        Optional.of(first),
        Optional.of(opener),
        false);
  }

  /** Bytes that Java fetches. */
  public static MediaInput bytes(
      String url,
      Optional<String> format,
      String formats,
      Map<String, String> options,
      ByteSource first,
      ByteSource.Opener opener) {
    return new MediaInput(
        url, format, formats, "", options, Optional.of(first), Optional.of(opener), true);
  }
}
