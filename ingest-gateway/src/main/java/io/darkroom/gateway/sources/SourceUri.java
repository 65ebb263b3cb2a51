package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The location of a source's frames. Only its form is checked, not whether it exists or may be
 * fetched. {@code toString} shows no password; {@link #text} does.
 */
public sealed interface SourceUri
    permits RemoteUri,
        SourceUri.LibraryVideo,
        SourceUri.ImageFolder,
        SourceUri.Camera,
        TestPicture {

  /** As written, including passwords. */
  String text();

  /** With passwords hidden. */
  default String redacted() {
    return text();
  }

  /** Whether it may be a video, which can start at any position. */
  default boolean mayBeVideo() {
    return false;
  }

  /** A video of the gateway's library, by its file name. */
  record LibraryVideo(String name) implements SourceUri {
    @Override
    public boolean mayBeVideo() {
      return true;
    }

    @Override
    public String text() {
      return "video:" + name;
    }
  }

  /** A subfolder of the gateway's image folder; {@code .} is the image folder itself. */
  record ImageFolder(String folder) implements SourceUri {
    @Override
    public String text() {
      return "images:" + folder;
    }
  }

  /** A V4L2 device of the gateway host. */
  record Camera(String device) implements SourceUri {
    @Override
    public String text() {
      return "camera:" + device;
    }
  }

  Set<String> SCHEMES =
      Set.of("rtsp", "rtsps", "http", "https", "rtmp", "srt", "video", "images", "camera", "test");

  String ONVIF =
      "Look it up in the camera's web page, often under Network or Video, or with an ONVIF program"
          + " (it shows the result of GetStreamUri). It starts with rtsp://.";

  /**
   * Parses a URI of any scheme.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} on {@code uri}; the message shows no
   *     password
   */
  static SourceUri parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || text.length() > 2_048 || text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          colon < 0 && text.length() <= 40 ? text : "…",
          "SCHEME:… with at most 2048 characters",
          "Write it like rtsp://camera/stream.");
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    String rest = text.substring(colon + 1);
    return switch (scheme) {
      case "rtsp", "rtsps", "http", "https", "rtmp", "srt" -> RemoteUri.parse(text);
      case "video" -> video(rest);
      case "images" -> images(rest);
      case "camera" -> camera(rest);
      case "test" -> TestPicture.parse(rest);
      case "onvif" -> throw invalid("onvif:…", "the camera's RTSP address", ONVIF);
      default ->
          throw invalid(
              scheme + ":…", "a supported scheme", Suggestion.didYouMean(scheme, SCHEMES));
    };
  }

  /** The name may be percent-encoded, with three characters for each of its 255 bytes. */
  private static SourceUri video(String name) {
    if (name.matches("[^./\\\\][^/\\\\]{0,764}")) {
      return new LibraryVideo(name);
    }
    throw invalid("video:" + name, "the name of a video", "GET /v1/videos lists them.");
  }

  private static SourceUri images(String folder) {
    boolean inside = List.of(folder.split("/", -1)).stream().allMatch(SourceUri::isPathName);
    if (inside || folder.equals(".")) {
      return new ImageFolder(folder);
    }
    throw invalid(
        "images:" + folder,
        "a folder inside the image folder, or '.' for the image folder itself",
        "Remove a leading slash and '..'.");
  }

  private static boolean isPathName(String name) {
    return name.matches("[^.\\\\][^\\\\]{0,254}");
  }

  private static SourceUri camera(String device) {
    if (device.matches("/dev/video\\d{1,3}|/dev/v4l/by-(id|path)/[A-Za-z0-9][A-Za-z0-9._:+-]*")) {
      return new Camera(device);
    }
    throw invalid(
        "camera:" + device,
        "/dev/videoN or a name in /dev/v4l/by-id",
        "Write it like camera:/dev/video0.");
  }

  static DarkroomException invalid(String shown, String expected, String fix) {
    return DarkroomException.invalid(
        "uri", "uri: %s (expected: %s). %s".formatted(Secrets.redact(shown), expected, fix));
  }
}
