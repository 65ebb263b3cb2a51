package io.darkroom.gateway.library;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.media.MediaInfo;
import io.darkroom.gateway.media.VideoFile;
import io.darkroom.v1.Video;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Describes the videos of the folder to callers. Thread-safe; blocks on disk access. */
public final class VideoLibrary {

  private static final Logger log = LoggerFactory.getLogger(VideoLibrary.class);
  private static final int PREVIEW_WIDTH = 320;
  private static final int MAX_INFOS = 4096;
  private static final int PREVIEWS = 256;

  private final VideoFolder folder;
  private final FileCache<MediaInfo> infos = new FileCache<>(MAX_INFOS, VideoFile::probe);
  private final FileCache<ByteString> previews =
      new FileCache<>(PREVIEWS, file -> VideoFile.preview(file, PREVIEW_WIDTH));

  public VideoLibrary(VideoFolder folder) {
    this.folder = folder;
  }

  /**
   * Lists the videos in name order. Leaves out files that are not videos, and files that cannot be
   * read at the moment, which the next call tries again.
   */
  public List<Video> list() {
    return folder.files().stream().map(this::find).flatMap(Optional::stream).toList();
  }

  private Optional<Video> find(Path file) {
    try {
      return Optional.of(describe(file));
    } catch (DarkroomException e) {
      if (e.code() != ErrorCode.INVALID_VIDEO && e.code() != ErrorCode.NOT_FOUND) {
        log.warn("video {}: left out of the list: {}", file.getFileName(), e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Describes a video. Throws {@code NOT_FOUND} or {@code INVALID_VIDEO}. */
  public Video get(String videoId) {
    return describe(folder.require(videoId));
  }

  /** Returns the file of a video; throws {@code NOT_FOUND}. */
  public Path file(String videoId) {
    return folder.require(videoId);
  }

  /**
   * Returns a JPEG {@value #PREVIEW_WIDTH} px wide; throws {@code NOT_FOUND} or {@code
   * INVALID_VIDEO}.
   */
  public ByteString preview(String videoId) {
    return previews.get(folder.require(videoId));
  }

  /** Identifies the current state of a video's file; throws {@code NOT_FOUND}. */
  public String etag(String videoId) {
    return FileCache.etag(folder.require(videoId));
  }

  /** Deletes a video; throws {@code NOT_FOUND}. */
  public void delete(String videoId) {
    folder.delete(videoId);
  }

  private Video describe(Path file) {
    MediaInfo info = infos.get(file);
    String name = file.getFileName().toString();
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Video.newBuilder()
          .setVideoId(name)
          .setSizeBytes(attributes.size())
          .setDuration(Durations.fromNanos(info.duration().toNanos()))
          .setFps(info.fps())
          .setCodec(info.codec())
          .setWidthPx(info.width())
          .setHeightPx(info.height())
          .setModifiedAt(Timestamps.fromMillis(attributes.lastModifiedTime().toMillis()))
          .setPreview("/v1/videos/%s/preview".formatted(encoded(name)))
          .build();
    } catch (IOException e) {
      throw VideoFolder.gone(file);
    }
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
