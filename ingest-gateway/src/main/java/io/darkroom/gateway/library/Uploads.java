package io.darkroom.gateway.library;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.READ;

import com.google.protobuf.util.Timestamps;
import io.darkroom.error.DarkroomException;
import io.darkroom.frame.Names;
import io.darkroom.gateway.limits.RecentMap;
import io.darkroom.gateway.limits.UploadLimits;
import io.darkroom.v1.Upload;
import io.darkroom.v1.UploadStart;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Resumable uploads of videos, stored in a hidden subfolder of the video folder until they are
 * complete. One caller at a time writes to an upload; it can be continued after a restart.
 * Thread-safe; blocks on disk access.
 */
public final class Uploads {

  private static final String FOLDER = ".uploads";

  private final VideoFolder videos;
  private final UploadLimits limits;
  private final Consumer<Path> check;
  private final PartFiles files;

  /** The most recently finished uploads, for callers that lost the connection before the answer. */
  private final RecentMap<String, Upload> finished = new RecentMap<>(256);

  private final Map<String, UploadClaim> busy = new ConcurrentHashMap<>();
  private final LongAdder evicted = new LongAdder();
  private final UploadEviction eviction;

  /**
   * @param check throws if the file is not a complete video
   */
  public Uploads(VideoFolder videos, UploadLimits limits, Consumer<Path> check) {
    this.videos = videos;
    this.limits = limits;
    this.check = check;
    this.files = new PartFiles(videos.path().resolve(FOLDER));
    this.eviction = new UploadEviction(limits, this::evict);
  }

  /** Cleans up after a crash. Call it at startup, before the first upload. */
  public void recover() {
    try {
      files.deleteIncomplete();
      for (Upload upload : files.all()) {
        Path part = files.part(upload.getUploadId());
        if (videos.holds(part, upload.getName())) {
          finished.put(upload.getUploadId(), upload);
          files.delete(upload.getUploadId());
        } else if (upload.getOffsetBytes() == upload.getTotalBytes()) {
          videos.deletePlaceholder(upload.getName());
        }
      }
    } catch (IOException e) {
      throw VideoFolder.unusable(e);
    }
  }

  /**
   * Starts or continues an upload. The caller closes the writer or passes it to {@link #finish}.
   *
   * @throws DarkroomException if it is refused; {@code CONFLICT} if another call writes to it or
   *     its name is taken, {@code OFFSET_MISMATCH} if the bytes do not start at its offset
   */
  public UploadWriter open(UploadStart wanted) {
    Names.require("uploadId", wanted.getUploadId());
    UploadStart start = wanted.toBuilder().setName(FileNames.require(wanted.getName())).build();
    UploadRules.requireSize(start.getTotalBytes(), limits.maxBytes());
    UploadClaim claim = new UploadClaim(start.getUploadId());
    if (busy.putIfAbsent(start.getUploadId(), claim) != null) {
      throw UploadRules.busy(start.getUploadId());
    }
    try {
      return openClaimed(start, claim);
    } catch (IOException e) {
      busy.remove(start.getUploadId(), claim);
      throw VideoFolder.unusable(e);
    } catch (RuntimeException e) {
      busy.remove(start.getUploadId(), claim);
      throw e;
    }
  }

  private UploadWriter openClaimed(UploadStart start, UploadClaim claim) throws IOException {
    Optional<Upload> done = finished(start.getUploadId());
    if (done.isPresent()) {
      UploadRules.requireSame(done.get(), start);
      Path video = videos.require(done.get().getName());
      return writer(done.get(), FileChannel.open(video, READ), claim);
    }
    videos.requireFree(start.getName());
    Optional<Upload> known = files.find(start.getUploadId());
    Upload upload = known.isPresent() ? known.get() : started(start);
    UploadRules.requireSame(upload, start);
    if (known.isEmpty()) {
      create(upload);
    }
    Path part = files.part(upload.getUploadId());
    return writer(upload, FileChannel.open(part, Set.of(APPEND, NOFOLLOW_LINKS)), claim);
  }

  private UploadWriter writer(Upload upload, FileChannel channel, UploadClaim claim) {
    return new UploadWriter(
        upload, channel, claim, this::admit, () -> busy.remove(upload.getUploadId(), claim));
  }

  private static Upload started(UploadStart start) {
    return Upload.newBuilder()
        .setUploadId(start.getUploadId())
        .setName(start.getName())
        .setTotalBytes(start.getTotalBytes())
        .build();
  }

  /** Synchronized, so that all uploads together respect the limits. */
  private synchronized void create(Upload upload) throws IOException {
    expire();
    List<Upload> others = files.all();
    eviction.announce(others);
    eviction.require(others, upload.getTotalBytes());
    UploadRules.requireDisk(upload, videos.path());
    files.create(upload);
  }

  private synchronized void admit(Upload upload) {
    eviction.require(
        all().stream().filter(u -> !u.getUploadId().equals(upload.getUploadId())).toList(),
        upload.getOffsetBytes());
  }

  private boolean evict(Upload upload) {
    UploadClaim claim = busy.get(upload.getUploadId());
    if (claim != null && !claim.evict()) {
      return false;
    }
    discard(upload.getUploadId());
    if (claim != null) {
      busy.remove(upload.getUploadId(), claim);
    }
    evicted.increment();
    return true;
  }

  /**
   * Turns a complete upload into a video and closes its writer. A refused file is deleted; a file
   * that could not be read or moved stays, and another call can finish it.
   *
   * @return the name of the video
   * @throws DarkroomException {@code INVALID_VIDEO}, or {@code CONFLICT} if the name was taken
   *     meanwhile
   */
  public String finish(UploadWriter writer) {
    Upload upload = writer.upload();
    try (writer) {
      if (finished(upload.getUploadId()).isEmpty()) {
        moveToFolder(writer, upload);
      }
      return upload.getName();
    }
  }

  private void moveToFolder(UploadWriter writer, Upload upload) {
    writer.claim().finish();
    try {
      writer.sync();
      Path part = files.part(upload.getUploadId());
      check.accept(part);
      videos.add(part, upload.getName());
      finished.put(upload.getUploadId(), upload);
    } catch (DarkroomException e) {
      if (!e.code().retryable()) {
        discard(upload.getUploadId());
      }
      throw e;
    }
    discard(upload.getUploadId());
  }

  /** Returns an upload, also one that finished recently. Throws {@code NOT_FOUND}. */
  public Upload get(String uploadId) {
    return find(uploadId)
        .or(() -> finished(uploadId))
        .orElseThrow(() -> UploadRules.unknown(uploadId));
  }

  /** Deletes an upload. Throws {@code NOT_FOUND}, or {@code CONFLICT} while a call writes to it. */
  public void delete(String uploadId) {
    if (find(uploadId).isEmpty()) {
      throw UploadRules.unknown(uploadId);
    }
    UploadClaim claim = new UploadClaim(uploadId);
    if (busy.putIfAbsent(uploadId, claim) != null) {
      throw UploadRules.busy(uploadId);
    }
    try {
      discard(uploadId);
    } finally {
      busy.remove(uploadId, claim);
    }
  }

  public UploadLimits limits() {
    return limits;
  }

  /** The number of unfinished uploads that have received bytes. */
  public long unfinished() {
    return all().stream().filter(upload -> upload.getOffsetBytes() > 0).count();
  }

  /** The bytes received by unfinished uploads. */
  public long unfinishedBytes() {
    return UploadEviction.bytesOf(all());
  }

  /** The number of evicted uploads since the start. */
  public long evicted() {
    return evicted.sum();
  }

  /** Deletes uploads that were not continued within the expiry time. */
  public void expire() {
    long oldest = Instant.now().minus(limits.expiry()).toEpochMilli();
    for (Upload upload : all()) {
      boolean old = Timestamps.toMillis(upload.getUpdatedAt()) < oldest;
      UploadClaim claim = new UploadClaim(upload.getUploadId());
      if (old && busy.putIfAbsent(upload.getUploadId(), claim) == null) {
        discard(upload.getUploadId());
        busy.remove(upload.getUploadId(), claim);
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
