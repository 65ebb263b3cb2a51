package io.darkroom.gateway.media;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What FFmpeg is to open, and what it may use for that.
 *
 * @param url may hold a password: never shown
 * @param format the one demuxer to use; empty to find it out from the content
 * @param formats those among which it is found out
 * @param protocols that FFmpeg may speak itself; where {@code opener} is given, none
 * @param options of demuxer and protocol
 * @param first what {@code url} holds, and {@code opener} opens whatever it names
 * @param probe whether packets are read ahead to learn about the streams
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

  /** Files that hold media themselves: none that names other files. */
  public static final String MEDIA_FORMATS =
      "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,ivf,h264,hevc,m4v,av1,obu";

  /** A file of this machine, and nothing else that it may name. */
  public static MediaInput file(Path path) {
    return new MediaInput(
        "file:" + path.toAbsolutePath(),
        Optional.empty(),
        MEDIA_FORMATS,
        "file",
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  /** What one of FFmpeg's devices makes, such as lavfi's pictures. */
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

  /** A camera's stream over the network. */
  public static MediaInput rtsp(String url, Map<String, String> options) {
    return new MediaInput(
        url,
        Optional.of("rtsp"),
        "",
        "tcp,tls,rtp,udp,rtsp",
        options,
        Optional.empty(),
        Optional.empty(),
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
