package io.darkroom.cuda.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The text of kernels, as a resource beside their filter, or of this module. */
final class Ptx {

  private Ptx() {}

  static boolean exists(String module, Class<?> filter) {
    return find(module, filter).isPresent();
  }

  static byte[] of(String module, Class<?> filter) {
    return find(module, filter).map(Ptx::read).orElseThrow();
  }

  private static Optional<URL> find(String module, Class<?> filter) {
    String path = "/io/darkroom/kernels/" + module + ".ptx";
    return Stream.of(filter, Ptx.class)
        .map(place -> place.getResource(path))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static byte[] read(URL resource) {
    try (InputStream text = resource.openStream()) {
      return text.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
