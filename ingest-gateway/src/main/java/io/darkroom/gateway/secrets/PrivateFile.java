package io.darkroom.gateway.secrets;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files that only their owner can read, each at once: readers never see half of one. */
public final class PrivateFile {

  private interface Placement {
    void place(Path written) throws IOException;
  }

  private PrivateFile() {}

  /**
   * Creates a file, and its folder.
   *
   * @throws FileAlreadyExistsException if the file exists
   */
  public static void create(Path file, String content) throws IOException {
    write(file, content, written -> Files.createLink(file, written));
  }

  /** Creates or replaces a file, and creates its folder. */
  public static void replace(Path file, String content) throws IOException {
    write(
        file,
        content,
        written ->
            Files.move(
                written,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING));
  }

  private static void write(Path file, String content, Placement placement) throws IOException {
    Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
    // createTempFile creates files that only the owner can read.
    Path written = Files.createTempFile(folder, "new", ".tmp");
    try {
      Files.writeString(written, content, StandardOpenOption.SYNC);
      placement.place(written);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}
