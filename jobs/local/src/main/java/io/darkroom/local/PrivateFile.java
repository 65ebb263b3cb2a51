package io.darkroom.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates files that only their owner can read. */
public final class PrivateFile {

  private PrivateFile() {}

  /**
   * Creates a file with this content, at once.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  public static void create(Path file, String content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    // createTempFile creates files that only the owner can read.
    Path written = Files.createTempFile(folder, "new", ".tmp");
    try {
      Files.writeString(written, content);
      Files.createLink(file, written);
    } finally {
      Files.delete(written);
    }
  }
}
