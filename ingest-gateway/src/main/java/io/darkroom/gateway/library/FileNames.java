package io.darkroom.gateway.library;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.error.DarkroomException;
import java.text.Normalizer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names of files as people have them, in any script. They are kept in one Unicode form (NFC), and
 * nothing in them can lead out of a folder, hide a file or change how the name is shown.
 */
public final class FileNames {

  /** What common file systems take, in bytes of UTF-8. */
  static final int MOST_BYTES = 255;

  /** No control, format or unpaired character, no separator of lines, and neither slash. */
  private static final Pattern PLAIN =
      Pattern.compile("[^/\\\\\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\uFFFD\\uFFFE\\uFFFF]+");

  /** Joiners, which some scripts and emoji need, are format characters too. */
  private static final Pattern JOINERS = Pattern.compile("[\\u200C\\u200D]");

  private static final Pattern OUTER_SPACE = Pattern.compile("[.\\p{Z}].*|.*[.\\p{Z}]");

  /** Device names of Windows, with any extension. */
  private static final Pattern RESERVED =
      Pattern.compile("(?i)(?:con|prn|aux|nul|com[0-9]|lpt[0-9]) *(?:\\..*)?");

  private static final Normalizer.Form NFC = Normalizer.Form.NFC;
  private static final int SHOWN = 140;

  private FileNames() {}

  /** Returns the name in NFC, or throws {@code INVALID_ARGUMENT}. */
  static String require(String name) {
    // So long a name is invalid in any form, and normalizing it would take time.
    String normal = name.length() > 4 * MOST_BYTES ? "" : Normalizer.normalize(name, NFC);
    if (isSafe(normal)) {
      return normal;
    }
    throw DarkroomException.invalid(
        "name",
        "name: \"%s\" (expected: 1 to %d bytes of UTF-8 without '/', '\\' and control characters, "
                .formatted(printable(name), MOST_BYTES)
            + "no dot or space at the start or end, no device name of Windows). "
            + "Choose another name.");
  }

  private static boolean isSafe(String name) {
    return PLAIN.matcher(JOINERS.matcher(name).replaceAll("")).matches()
        && !OUTER_SPACE.matcher(name).matches()
        && !RESERVED.matcher(name).matches()
        && name.getBytes(UTF_8).length <= MOST_BYTES;
  }

  /** The name as given, and in the two forms in which file systems may have stored it. */
  public static Stream<String> spellings(String name) {
    return Stream.of(
            name, Normalizer.normalize(name, NFC), Normalizer.normalize(name, Normalizer.Form.NFD))
        .distinct();
  }

  private static String printable(String name) {
    String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
    return shown.replaceAll("[\\p{C}\\p{Z}&&[^ ]]", "\uFFFD");
  }
}
