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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Opens the input of a source, if the rules allow it. Thread-safe. */
record InputOpener(AddressRules rules, LibraryConfig library) {

  private static final Duration OPENING = Duration.ofSeconds(5);

  /** Blocks until it is open; throws a runtime exception with the reason of a failure. */
  OpenInput open(PullPlan plan, HttpSource http, Deadline deadline) {
    deadline.in(OPENING);
    SourceUri uri = plan.uri();
    if (uri instanceof RemoteUri remote) {
      return switch (remote.scheme()) {
        case "rtsp", "rtsps" -> new RtspInput(plan, remote, rules).open(deadline);
        case "rtmp", "srt" -> new StreamInput(plan, remote, rules).open(deadline);
        default -> http.open(deadline);
      };
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
      return OpenInput.stored(VideoReader.open(input, plan.keepsPictures(), deadline));
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
    return OpenInput.live(VideoReader.open(input, plan.keepsPictures(), deadline), "");
  }
}
