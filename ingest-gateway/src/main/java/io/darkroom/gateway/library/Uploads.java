package io.darkroom.gateway.library;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;

import com.google.protobuf.util.Timestamps;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Names;
import io.darkroom.v1.Upload;
import io.darkroom.v1.UploadStart;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Videos that are on their way into the folder of videos, in a hidden folder of it. Each is written
 * by one caller at a time and can be gone on with, also after a restart. Thread-safe; blocks on the
 * disk.
 */
public final class Uploads {

  private static final String FOLDER = ".uploads";

  private final VideoFolder videos;
  private final UploadLimits limits;
  private final Consumer<Path> check;
  private final PartFiles files;
  private final FinishedUploads finished = new FinishedUploads();
  private final Set<String> busy = ConcurrentHashMap.newKeySet();

  /**
   * @param check throws where the content of a file is no whole video
   */
  public Uploads(VideoFolder videos, UploadLimits limits, Consumer<Path> check) {
    this.videos = videos;
    this.limits = limits;
    this.check = check;
    this.files = new PartFiles(videos.path().resolve(FOLDER));
  }

  /**
   * Begins an upload or goes on with one. The caller closes the writer, or has it finished.
   *
   * @throws DarkroomException where it cannot be accepted; {@code CONFLICT} where another writes to
   *     it, the bytes do not begin where it has got to, or its name is taken
   */
  public UploadWriter open(UploadStart start) {
    Names.require("uploadId", start.getUploadId());
    FileNames.require(start.getName());
    UploadRules.requireSize(start.getTotalBytes(), limits.maxBytes());
    if (!busy.add(start.getUploadId())) {
      throw UploadRules.busy(start.getUploadId());
    }
    try {
      return openAlone(start);
    } catch (IOException e) {
      busy.remove(start.getUploadId());
      throw VideoFolder.unusable(e);
    } catch (RuntimeException e) {
      busy.remove(start.getUploadId());
      throw e;
    }
  }

  private UploadWriter openAlone(UploadStart start) throws IOException {
    Optional<Upload> done = finished(start.getUploadId());
    if (done.isPresent()) {
      UploadRules.requireSame(done.get(), start);
      Path video = videos.require(done.get().getName());
      return new UploadWriter(done.get(), FileChannel.open(video, READ), busy::remove);
    }
    videos.requireFree(start.getName());
    Optional<Upload> known = files.find(start.getUploadId());
    Upload upload = known.isPresent() ? known.get() : begun(start);
    UploadRules.requireSame(upload, start);
    if (known.isEmpty()) {
      create(upload);
    }
    Path part = files.part(upload.getUploadId());
    FileChannel channel = FileChannel.open(part, Set.of(APPEND, NOFOLLOW_LINKS));
    return new UploadWriter(upload, channel, busy::remove);
  }

  private static Upload begun(UploadStart start) {
    return Upload.newBuilder()
        .setUploadId(start.getUploadId())
        .setName(start.getName())
        .setTotalBytes(start.getTotalBytes())
        .build();
  }

  /** One at a time, so that together they keep to the limits. */
  private synchronized void create(Upload upload) throws IOException {
    expire();
    UploadRules.requireRoom(files.all(), upload, limits, videos.path());
    files.create(upload);
  }

  /**
   * Makes a video of a complete upload and closes its writer. Where that fails nothing of it is
   * left.
   *
   * @return the name of the video
   * @throws DarkroomException {@code INVALID_VIDEO}, or {@code CONFLICT} where the name was taken
   *     meanwhile
   */
  public String finish(UploadWriter writer) {
    Upload upload = writer.upload();
    try (writer) {
      if (finished(upload.getUploadId()).isEmpty()) {
        moveIn(writer, upload);
      }
      return upload.getName();
    }
  }

  private void moveIn(UploadWriter writer, Upload upload) {
    try {
      writer.sync();
      Path part = files.part(upload.getUploadId());
      check.accept(part);
      videos.add(part, upload.getName());
      finished.add(upload);
    } finally {
      discard(upload.getUploadId());
    }
  }

  /** Throws {@code NOT_FOUND}. One that was finished lately is still told of, as complete. */
  public Upload get(String uploadId) {
    return find(uploadId)
        .or(() -> finished(uploadId))
        .orElseThrow(() -> UploadRules.unknown(uploadId));
  }

  /** Throws {@code NOT_FOUND}, or {@code CONFLICT} while someone writes to it. */
  public void delete(String uploadId) {
    if (find(uploadId).isEmpty()) {
      throw UploadRules.unknown(uploadId);
    }
    if (!busy.add(uploadId)) {
      throw UploadRules.busy(uploadId);
    }
    try {
      discard(uploadId);
    } finally {
      busy.remove(uploadId);
    }
  }

  /** Deletes what nobody went on with for too long. */
  public void expire() {
    long oldest = Instant.now().minus(limits.expiry()).toEpochMilli();
    for (Upload upload : all()) {
      boolean old = Timestamps.toMillis(upload.getUpdatedAt()) < oldest;
      if (old && busy.add(upload.getUploadId())) {
        discard(upload.getUploadId());
        busy.remove(upload.getUploadId());
      }
    }
  }

  private List<Upload> all() {
    try {
      return files.all();
    } catch (IOException e) {
      throw VideoFolder.unusable(e);
    }
  }

  private Optional<Upload> finished(String uploadId) {
    return finished.find(uploadId).filter(upload -> videos.contains(upload.getName()));
  }

  private Optional<Upload> find(String uploadId) {
    try {
      return Names.valid(uploadId) ? files.find(uploadId) : Optional.empty();
    } catch (IOException e) {
      throw VideoFolder.unusable(e);
    }
  }

  private void discard(String uploadId) {
    try {
      files.delete(uploadId);
    } catch (IOException e) {
      throw VideoFolder.unusable(e);
    }
  }
}
