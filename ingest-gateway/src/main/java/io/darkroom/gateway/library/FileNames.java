package io.darkroom.gateway.library;

import io.darkroom.error.DarkroomException;
import java.util.regex.Pattern;

/**
 * Validates names of uploaded files, so that they are safe in every file system, in URLs and in
 * logs.
 */
final class FileNames {

  private static final Pattern PLAIN =
      Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,126}[A-Za-z0-9_-])?");

  /** Device names of Windows, with any extension. */
  private static final Pattern RESERVED =
      Pattern.compile("(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9]) *(?:\\..*)?");

  private static final int SHOWN = 140;

  private FileNames() {}

  /** Returns the name, or throws {@code INVALID_ARGUMENT}. */
  static String require(String name) {
    if (PLAIN.matcher(name).matches() && !RESERVED.matcher(name).matches()) {
      return name;
    }
    throw DarkroomException.invalid(
        "name",
        "name: \"%s\" (expected: 1 to 128 of the letters A to Z, digits, space, '.', '_' and '-', "
                .formatted(printable(name))
            + "starting with a letter or digit, not ending with a space or dot). Choose another name.");
  }

  private static String printable(String name) {
    String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    return shown.replaceAll("[\\p{C}\\p{Z}&&[^ ]]", "\uFFFD");
  }
}
