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

/** The gateway's videos, images and uploads, with the threads that serve them. */
public final class Library implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Library.class);
  private static final long EXPIRY_MINUTES = 10;
  private static final int MAX_READERS = 16;

  private final ImageLibrary images;
  private final VideoLibrary videos;
  private final Uploads uploads;
  private final ScheduledExecutorService expiry =
      Executors.newSingleThreadScheduledExecutor(task -> thread(task, "darkroom-library"));

  /** One thread per reader and no queue: a reader that cannot start is refused. */
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

  /** Opens the library. The folders need not exist. */
  public static Library open(Path videos, UploadLimits uploads, Path images, ImageLimits limits) {
    Library library =
        new Library(
            new VideoFolder(videos.toAbsolutePath().normalize()),
            uploads,
            new ImageLibrary(images.toAbsolutePath().normalize(), limits));
    library.recover();
    library.expiry.scheduleWithFixedDelay(
        new Recurring("uploads", library::expire), 0, EXPIRY_MINUTES, TimeUnit.MINUTES);
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
      log.warn("uploads: recovery after a crash failed", e);
    }
  }

  private void expire() {
    try {
      uploads.expire();
    } catch (RuntimeException e) {
      log.warn("uploads: expired ones not deleted", e);
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
   * Reads a video on a separate thread, which is interrupted when the library is closed.
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
    expiry.shutdownNow();
  }
}
