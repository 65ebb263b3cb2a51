package io.darkroom.gateway.identity;

import io.darkroom.error.DarkroomException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the file of the API key that may do everything. */
final class AdminKey {

  private AdminKey() {}

  /**
   * @throws DarkroomException if the file has no key
   */
  static KeySecret read(Path file) {
    try {
      return KeySecret.parse(Files.readString(file).strip())
          .orElseThrow(() -> wrong(file, "has no API key"));
    } catch (IOException e) {
      throw wrong(file, "cannot be read");
    }
  }

  private static DarkroomException wrong(Path file, String problem) {
    return DarkroomException.invalid(
        "admin-key-file",
        "--admin-key-file: %s %s (expected: darkroom_ID_SECRET). Create one: darkroom key generate."
            .formatted(file, problem));
  }
}
