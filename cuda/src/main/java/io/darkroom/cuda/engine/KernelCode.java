package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.ModuleCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The code of kernels, as resources beside their filter, or of this module. */
final class KernelCode {

  private static final String FOLDER = "/io/darkroom/kernels/";
  private static final String PTX = ".ptx";
  private static final String MACHINE_CODE = ".fatbin";

  private KernelCode() {}

  static boolean exists(String module, Class<?> filter) {
    return find(module + PTX, filter).isPresent();
  }

  /** A plugin may bring PTX alone. */
  static ModuleCode of(String module, Class<?> filter) {
    return new ModuleCode(
        module,
        find(module + PTX, filter).map(KernelCode::read).orElseThrow(),
        find(module + MACHINE_CODE, filter).map(KernelCode::read));
  }

  private static Optional<URL> find(String file, Class<?> filter) {
    return Stream.of(filter, KernelCode.class)
        .map(place -> place.getResource(FOLDER + file))
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static byte[] read(URL resource) {
    try (InputStream bytes = resource.openStream()) {
      return bytes.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
