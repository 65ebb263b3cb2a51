package io.darkroom.gateway.library;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import io.darkroom.v1.Upload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Unfinished uploads on disk: for each a file with the received bytes and a file with its metadata.
 * They survive a restart. Blocks on disk access.
 */
record PartFiles(Path folder) {

  private static final String PART = ".part";
  private static final String RECORD = ".upload";

  Path part(String uploadId) {
    return folder.resolve(uploadId + PART);
  }

  private Path record(String uploadId) {
    return folder.resolve(uploadId + RECORD);
  }

  /** Writes the record last: a part without a record is not an upload. */
  void create(Upload upload) throws IOException {
    Files.createDirectories(folder);
    Files.write(part(upload.getUploadId()), new byte[0]);
    Files.write(record(upload.getUploadId()), upload.toByteArray());
  }

  /** Returns an upload with its current offset. */
  Optional<Upload> find(String uploadId) throws IOException {
    try {
      Upload upload = Upload.parseFrom(Files.readAllBytes(record(uploadId)));
      if (!upload.getUploadId().equals(uploadId)) {
        return Optional.empty();
      }
      Path part = part(uploadId);
      return Optional.of(
          upload.toBuilder()
              .setOffsetBytes(Files.size(part))
              .setUpdatedAt(Timestamps.fromMillis(Files.getLastModifiedTime(part).toMillis()))
              .build());
    } catch (NoSuchFileException | InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** Deletes what a crash left behind: parts without a record, and truncated records. */
  void deleteIncomplete() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        boolean ours = name.endsWith(PART) || name.endsWith(RECORD);
        if (ours && find(name.substring(0, name.lastIndexOf('.'))).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException e) {
      // There has never been an upload.
    }
  }

  List<Upload> all() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names = files.map(file -> file.getFileName().toString()).toList();
      List<Upload> found = new ArrayList<>();
      for (String name : names) {
        if (name.endsWith(RECORD)) {
          find(name.substring(0, name.length() - RECORD.length())).ifPresent(found::add);
        }
      }
      return found;
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  void delete(String uploadId) throws IOException {
    Files.deleteIfExists(record(uploadId));
    Files.deleteIfExists(part(uploadId));
  }
}
