package io.darkroom.gateway.library;

import com.google.protobuf.util.Timestamps;
import io.darkroom.v1.Video;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The videos of the folder, as they are told to callers. Thread-safe; blocks on the disk. */
public final class Videos {

  private final VideoFolder folder;

  public Videos(VideoFolder folder) {
    this.folder = folder;
  }

  public Video get(String videoId) {
    return describe(folder.require(videoId));
  }

  private Video describe(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Video.newBuilder()
          .setVideoId(file.getFileName().toString())
          .setBytes(attributes.size())
          .setModifiedAt(Timestamps.fromMillis(attributes.lastModifiedTime().toMillis()))
          .build();
    } catch (IOException e) {
      throw VideoFolder.unusable(e);
    }
  }
}
