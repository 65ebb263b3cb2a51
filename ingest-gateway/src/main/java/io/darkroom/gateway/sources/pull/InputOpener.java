package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.MediaInput;
import io.darkroom.gateway.media.VideoReader;
import io.darkroom.gateway.sources.RemoteUri;
import io.darkroom.gateway.sources.SourceUri;
import io.darkroom.gateway.sources.SourceUri.Camera;
import io.darkroom.gateway.sources.SourceUri.LibraryVideo;
import io.darkroom.gateway.sources.TestPicture;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Opens the input of a source, if the rules allow it. Thread-safe. */
record InputOpener(AddressRules rules, LibraryConfig library) {

  /**
   * Containers accepted over HTTP, including motion JPEG of cameras, but no format that refers to
   * other files.
   */
  private static final String HTTP_FORMATS = MediaInput.MEDIA_FORMATS + ",mpjpeg,mjpeg";

  private static final Duration OPENING = Duration.ofSeconds(5);
  private static final Duration OPENING_PLAYLIST = Duration.ofSeconds(15);

  /**
   * Blocks up to {@link #OPENING_PLAYLIST}; throws a runtime exception with the reason of a
   * failure.
   */
  OpenInput open(PullPlan plan, HttpOpener http, Deadline deadline) {
    deadline.in(OPENING);
    SourceUri uri = plan.uri();
    if (uri instanceof RemoteUri remote) {
      return remote.scheme().startsWith("rtsp")
          ? new RtspInput(plan, remote, rules).open(deadline)
          : http(plan, http, deadline);
    }
    if (uri instanceof LibraryVideo video) {
      return stored(plan, deadline, MediaInput.file(file(video.name())));
    }
    if (uri instanceof TestPicture picture) {
      return stored(plan, deadline, MediaInput.device("lavfi", picture.graph(), Map.of()));
    }
    if (uri instanceof Camera camera) {
      return camera(plan, camera.device(), deadline);
    }
    throw new IllegalArgumentException(uri + " is not a video");
  }

  private static OpenInput stored(PullPlan plan, Deadline deadline, MediaInput input) {
    try {
      return new OpenInput(
          VideoReader.open(input, plan.keepsPictures(), deadline), InputKind.STORED, "");
    } catch (MediaException e) {
      throw new PullException(
          Retry.NEVER, "%s: %s. Check it.".formatted(plan.uri().redacted(), e.getMessage()));
    }
  }

  private Path file(String name) {
    return LibraryFiles.find(
        library.videos(),
        name,
        Files::isRegularFile,
        "video",
        "Upload it first, or correct the name.");
  }

  private static OpenInput camera(PullPlan plan, String device, Deadline deadline) {
    MediaInput input = MediaInput.device("v4l2", device, Map.of());
    return new OpenInput(
        VideoReader.open(input, plan.keepsPictures(), deadline), InputKind.LIVE, "");
  }

  private static OpenInput http(PullPlan plan, HttpOpener opener, Deadline deadline) {
    HttpFetch first;
    boolean playlist;
    try {
      first = opener.open(plan.uri().text());
      playlist = first.startsWith("#EXTM3U");
    } catch (IOException e) {
      throw new PullException(Retry.SOON, "http: " + e.getMessage());
    }
    if (playlist) {
      deadline.in(OPENING_PLAYLIST);
    }
    VideoReader reader =
        VideoReader.open(
            playlist ? playlist(first, opener) : container(first, opener),
            plan.keepsPictures(),
            deadline);
    boolean stored = !reader.info().duration().isZero();
    InputKind live = playlist ? InputKind.LIVE_IN_BURSTS : InputKind.LIVE;
    return new OpenInput(reader, stored ? InputKind.STORED : live, "");
  }

  private static MediaInput playlist(HttpFetch first, HttpOpener opener) {
    Map<String, String> options =
        Map.of(
            "http_persistent", "0",
            "http_multiple", "0",
            "extension_picky", "0",
            "live_start_index", "-2",
            "probesize", "1000000",
            "analyzeduration", "1000000");
    return MediaInput.bytes(
        first.uri().toString(), Optional.of("hls"), "hls," + HTTP_FORMATS, options, first, opener);
  }

  private static MediaInput container(HttpFetch first, HttpOpener opener) {
    return MediaInput.bytes(
        first.uri().toString(),
        Optional.empty(),
        HTTP_FORMATS,
        Map.of("probesize", "1000000", "analyzeduration", "1000000"),
        first,
        opener);
  }
}
