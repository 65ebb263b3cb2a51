package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.limits.UploadLimits;
import io.darkroom.gateway.media.WholeVideo;
import io.darkroom.gateway.telemetry.health.Recurring;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's files, and who looks after them. Closed by who opened it. */
public final class Library implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Library.class);
  private static final long TIDY_MINUTES = 10;
  private static final int MAX_READERS = 16;

  private final ImageLibrary images;
  private final VideoLibrary videos;
  private final Uploads uploads;
  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "darkroom-library"));

  /** A thread for each, or none at all: who waits in a queue sees nothing. */
  private final ExecutorService readers =
      new ThreadPoolExecutor(
          0,
          MAX_READERS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> thread(task, "darkroom-video"));

  private Library(VideoFolder folder, UploadLimits limits, ImageLibrary images) {
    this.images = images;
    this.videos = new VideoLibrary(folder);
    this.uploads = new Uploads(folder, limits, WholeVideo::require);
  }

  /** Neither folder need be there. */
  public static Library open(Path videos, UploadLimits uploads, Path images, ImageLimits limits) {
    Library library =
        new Library(
            new VideoFolder(videos.toAbsolutePath().normalize()),
            uploads,
            new ImageLibrary(images.toAbsolutePath().normalize(), limits));
    library.recover();
    library.tidying.scheduleWithFixedDelay(
        new Recurring("uploads", library::tidy), 0, TIDY_MINUTES, TimeUnit.MINUTES);
    return library;
  }

  private static Thread thread(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private void recover() {
    try {
      uploads.recover();
    } catch (RuntimeException e) {
      log.warn("uploads: what a crash may have left was not put right", e);
    }
  }

  private void tidy() {
    try {
      uploads.expire();
    } catch (RuntimeException e) {
      log.warn("uploads: old ones not deleted", e);
    }
  }

  public VideoLibrary videos() {
    return videos;
  }

  public ImageLibrary images() {
    return images;
  }

  public Uploads uploads() {
    return uploads;
  }

  /**
   * Reads a video on a thread of its own, which is interrupted when the library is closed.
   *
   * @throws DarkroomException {@code TOO_MANY_REQUESTS}
   */
  public void read(Runnable reading) {
    try {
      readers.execute(reading);
    } catch (RejectedExecutionException e) {
      throw new DarkroomException(
          ErrorCode.TOO_MANY_REQUESTS,
          "videos: %d are being read (expected: fewer). Try again when one has ended."
              .formatted(MAX_READERS),
          e);
    }
  }

  @Override
  public void close() {
    readers.shutdownNow();
    tidying.shutdownNow();
  }
}
