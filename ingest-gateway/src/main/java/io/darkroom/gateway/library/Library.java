package io.darkroom.gateway.library;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The gateway's files, and who looks after them. Closed by who opened it. */
public final class Library implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Library.class);
  private static final long TIDY_MINUTES = 10;

  private final VideoFolder folder;
  private final Videos videos;
  private final Uploads uploads;
  private final ScheduledExecutorService tidying =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "darkroom-library");
            thread.setDaemon(true);
            return thread;
          });

  private Library(VideoFolder folder, long maxUploadBytes) {
    this.folder = folder;
    this.videos = new Videos(folder);
    this.uploads = new Uploads(folder, UploadLimits.of(maxUploadBytes), file -> {});
  }

  public static Library open(Path videos, long maxUploadBytes) {
    Path folder = videos.toAbsolutePath().normalize();
    Library library = new Library(new VideoFolder(folder), maxUploadBytes);
    library.tidying.scheduleWithFixedDelay(library::tidy, 0, TIDY_MINUTES, TimeUnit.MINUTES);
    return library;
  }

  private void tidy() {
    try {
      uploads.expire();
    } catch (RuntimeException e) {
      log.warn("uploads: old ones not deleted", e);
    }
  }

  public Videos videos() {
    return videos;
  }

  public Uploads uploads() {
    return uploads;
  }

  @Override
  public void close() {
    tidying.shutdownNow();
  }
}
