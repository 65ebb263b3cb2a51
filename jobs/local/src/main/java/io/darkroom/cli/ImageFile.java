package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** An image in a file, or on stdin and stdout where its name is a dash. */
final class ImageFile {

  private static final int MAX_BYTES = ImageLimits.DEFAULT.maxBytes();

  private ImageFile() {}

  static boolean isDash(Path path) {
    return path.toString().equals("-");
  }

  static byte[] read(Path path, Surroundings surroundings) throws IOException {
    if (isDash(path)) {
      return readAll("stdin", surroundings.in());
    }
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw Refusal.failed(
          "%s: not readable (expected: a JPEG or PNG file). Correct the path.".formatted(path));
    }
    try (InputStream in = Files.newInputStream(path)) {
      return readAll(path.toString(), in);
    }
  }

  private static byte[] readAll(String name, InputStream in) throws IOException {
    byte[] image = in.readNBytes(MAX_BYTES + 1);
    if (image.length > MAX_BYTES) {
      throw new Refusal(
          ErrorCode.IMAGE_TOO_LARGE,
          Exit.REFUSED,
          "%s: longer than %d bytes (expected: a JPEG or PNG of at most that). Compress it more."
              .formatted(name, MAX_BYTES));
    }
    if (image.length == 0) {
      throw Refusal.failed(
          "%s: empty (expected: a JPEG or PNG). Correct what writes it.".formatted(name));
    }
    return image;
  }

  static void write(Path path, byte[] image, Surroundings surroundings) throws IOException {
    if (!isDash(path)) {
      Files.write(path, image);
      return;
    }
    try {
      surroundings.out().write(image);
      surroundings.out().flush();
    } catch (IOException e) {
      throw Refusal.failed(
          "stdout: closed before all was written (expected: a reader). Correct what reads it.");
    }
  }

  /** What a file of this name holds; on stdout what came in. */
  static String encodingOf(Path path, byte[] source) {
    boolean png =
        isDash(path)
            ? source.length > 1 && source[0] == (byte) 0x89 && source[1] == 'P'
            : path.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    return png ? "png" : "jpeg";
  }

  /** Says what was written where: on stderr, where stdout has the image. */
  static int report(Session session, Path path, JsonNode json, String line) {
    if (!isDash(path)) {
      return session.print(json, line);
    }
    session.err().println(session.json() ? json.toString() : Text.printable(line));
    session.err().flush();
    return Exit.OK;
  }
}
