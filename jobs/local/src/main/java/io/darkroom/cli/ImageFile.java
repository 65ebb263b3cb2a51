package io.darkroom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.ImageLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Reads and writes images in files; the name {@code -} means stdin or stdout. */
final class ImageFile {

  private static final int MAX_BYTES = ImageLimits.DEFAULT.maxBytes();

  private ImageFile() {}

  static boolean isDash(Path path) {
    return path.toString().equals("-");
  }

  static byte[] read(Path path, CliEnvironment environment) throws IOException {
    if (isDash(path)) {
      return readAll("stdin", environment.in());
    }
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      throw CommandException.failed(
          "%s: not readable (expected: a JPEG or PNG file). Correct the path.".formatted(path));
    }
    try (InputStream in = Files.newInputStream(path)) {
      return readAll(path.toString(), in);
    }
  }

  private static byte[] readAll(String name, InputStream in) throws IOException {
    byte[] image = in.readNBytes(MAX_BYTES + 1);
    if (image.length > MAX_BYTES) {
      throw new CommandException(
          ErrorCode.IMAGE_TOO_LARGE,
          Exit.REFUSED,
          "%s: larger than %d bytes (expected: a smaller JPEG or PNG). Increase its compression."
              .formatted(name, MAX_BYTES));
    }
    if (image.length == 0) {
      throw CommandException.failed(
          "%s: empty (expected: a JPEG or PNG). Check the program that writes it.".formatted(name));
    }
    return image;
  }

  static void write(Path path, byte[] image, CliEnvironment environment) throws IOException {
    if (!isDash(path)) {
      Files.write(path, image);
      return;
    }
    try {
      environment.out().write(image);
      environment.out().flush();
    } catch (IOException e) {
      throw CommandException.failed(
          "stdout: closed before the image was complete (expected: a reader). Check the program"
              + " that reads it.");
    }
  }

  /** Writes an image that the gateway returned, and reports its size. */
  static int save(Invocation invocation, Path path, byte[] image) throws IOException {
    write(path, image, invocation.environment());
    ObjectNode report =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", path.toString())
            .put("sizeBytes", image.length);
    return report(invocation, path, report, "%s: %d bytes".formatted(path, image.length));
  }

  /** The encoding for a file of this name; for stdout, that of the source image. */
  static String encodingOf(Path path, byte[] source) {
    boolean png =
        isDash(path)
            ? source.length > 1 && source[0] == (byte) 0x89 && source[1] == 'P'
            : path.toString().toLowerCase(Locale.ROOT).endsWith(".png");
    return png ? "png" : "jpeg";
  }

  /** Reports a written image: on stdout, or on stderr if the image itself is on stdout. */
  static int report(Invocation invocation, Path path, JsonNode json, String line) {
    if (!isDash(path)) {
      return invocation.print(json, line);
    }
    invocation.err().println(invocation.json() ? json.toString() : Text.printable(line));
    invocation.err().flush();
    return Exit.OK;
  }
}
