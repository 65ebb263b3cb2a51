package io.darkroom.gateway.sources.pull;

import com.google.protobuf.ByteString;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageHeader;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.media.Deadline;
import io.darkroom.gateway.media.MediaException;
import io.darkroom.gateway.media.PlaybackClock;
import io.darkroom.gateway.media.StillDecoder;
import io.darkroom.gateway.media.VideoFrame;
import io.darkroom.gateway.sources.pull.PullException.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Publishes the images of a folder in name order. Used by one thread. */
record ImageSlideshow(
    PullPlan plan,
    String folderName,
    LibraryConfig library,
    ImageLimits limits,
    PullStatus status,
    FrameEncoder encoder,
    Deadline deadline) {

  private static final Duration MAX_LATENESS = Duration.ofMillis(100);

  /** Returns after the last image; throws {@link PullException} if the folder has none. */
  void run() {
    Path folder =
        LibraryFiles.find(
            library.images(),
            folderName,
            Files::isDirectory,
            "images",
            "Create the folder, or correct the name.");
    List<Path> images = images(folder);
    long epoch = StreamSequences.epochAt(Instant.now());
    status.opened("image", "none", "", false);
    PlaybackClock clock = new PlaybackClock(MAX_LATENESS);
    long shown = 0;
    for (Path image : images) {
      if (deadline.isCancelled()) {
        return;
      }
      if (plan.fps() > 0) {
        clock.await((long) (shown++ * 1e6 / plan.fps()), true, deadline);
      }
      show(image, epoch);
    }
    if (plan.fps() > 0) {
      clock.await((long) (shown * 1e6 / plan.fps()), true, deadline);
    }
  }

  private List<Path> images(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> images = files.filter(ImageSlideshow::isImage).sorted().toList();
      if (!images.isEmpty()) {
        return images;
      }
    } catch (IOException e) {
      // Treated as empty.
    }
    throw new PullException(
        Retry.NEVER,
        "images: %s (expected: a folder with JPEGs or PNGs). Add some.".formatted(folderName));
  }

  private static boolean isImage(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && name.matches("[^.].*\\.(jpe?g|png)");
  }

  private Frame frame(ByteString bytes, ImageHeader header) {
    return Frame.captured(plan.streamId(), 0, 0, Instant.EPOCH, header.encoding(), bytes)
        .withStoredOrientation(!plan.pictures().upright());
  }

  private void show(Path file, long epoch) {
    VideoFrame picture;
    try {
      limits.requireBytes(Files.size(file));
      ByteString bytes = ByteString.copyFrom(Files.readAllBytes(file));
      ImageHeader header =
          ImageHeader.read(bytes, !plan.pictures().upright()).requireWithin(limits);
      picture =
          plan.keepsPictures()
              ? VideoFrame.of(bytes, header, 0)
              : StillDecoder.decode(frame(bytes, header));
    } catch (IOException | DarkroomException | MediaException e) {
      status.arrived();
      status.dropped(FrameEncoder.DAMAGED);
      return;
    }
    status.shown(picture.width(), picture.height());
    if (plan.fps() > 0) {
      encoder.offer(picture, Instant.now(), epoch);
    } else {
      encoder.put(picture, Instant.now(), epoch);
    }
  }
}
