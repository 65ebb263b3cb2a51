package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.Suggestion;
import java.util.List;
import java.util.Set;

/**
 * Where a source's frames are, checked for its form; whether it exists or may be fetched is not
 * known here. {@code toString} shows no password; {@link #text} does.
 */
public sealed interface SourceUri
    permits RemoteUri,
        SourceUri.LibraryVideo,
        SourceUri.ImageFolder,
        SourceUri.Camera,
        TestPicture {

  /** As it was written, passwords too. */
  String text();

  /** As it may be shown. */
  default String redacted() {
    return text();
  }

  /** Whether it may be something with a beginning and an end, to be begun in between. */
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

  /** A folder below that of the gateway's images; {@code .} is that folder itself. */
  record ImageFolder(String folder) implements SourceUri {
    @Override
    public String text() {
      return "images:" + folder;
    }
  }

  /** A V4L2 device of the gateway's machine. */
  record Camera(String device) implements SourceUri {
    @Override
    public String text() {
      return "camera:" + device;
    }
  }

  Set<String> SCHEMES =
      Set.of("rtsp", "rtsps", "http", "https", "video", "images", "camera", "test");

  /**
   * Reads any of the forms.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} on {@code uri}; its message shows no
   *     password
   */
  static SourceUri parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || text.length() > 2_048 || text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          colon < 0 && text.length() <= 40 ? text : "…",
          "SCHEME:… of at most 2048 characters",
          "Write it like rtsp://camera/stream.");
    }
    String scheme = text.substring(0, colon);
    String rest = text.substring(colon + 1);
    return switch (scheme) {
      case "rtsp", "rtsps", "http", "https" -> RemoteUri.parse(text);
      case "video" -> video(rest);
      case "images" -> images(rest);
      case "camera" -> camera(rest);
      case "test" -> TestPicture.parse(rest);
      default ->
          throw invalid(
              scheme + ":…", "a scheme that is fetched", Suggestion.didYouMean(scheme, SCHEMES));
    };
  }

  private static SourceUri video(String name) {
    if (name.matches("[^./\\\\][^/\\\\]{0,254}")) {
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
        "a folder below that of the images, or '.' for itself",
        "Name it without a slash before it and without '..'.");
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
        "uri", "uri: %s (expected: %s). %s".formatted(shown, expected, fix));
  }
}
