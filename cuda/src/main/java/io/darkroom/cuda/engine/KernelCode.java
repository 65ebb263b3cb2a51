package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.ModuleCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the code of kernels, which are resources of their filter's jar or of this one. Code of this
 * jar is used only if it was built from the sources in this jar.
 */
final class KernelCode {

  private static final String FOLDER = "/io/darkroom/kernels/";
  private static final String PTX = ".ptx";
  private static final String MACHINE_CODE = ".fatbin";
  private static final String SOURCE = ".cu";

  private KernelCode() {}

  /** Returns whether a module has code that is up to date. */
  static boolean exists(String module, Class<?> filter) {
    return find(module + PTX, filter).isPresent() && problem(module, filter).isEmpty();
  }

  /** Returns why the code of a module must not be used; empty if it can be, or has no sources. */
  static Optional<String> problem(String module, Class<?> filter) {
    if (source(module + SOURCE).isEmpty()) {
      return Optional.empty();
    }
    return find(module + PTX, filter)
        .map(ptx -> KernelStamp.of(read(ptx)).problem(module, KernelCode::source))
        .orElse(Optional.of("not built"));
  }

  /** Sources are shipped with this module; a plugin may contain PTX alone. */
  private static Optional<byte[]> source(String file) {
    return Optional.ofNullable(KernelCode.class.getResource(FOLDER + file)).map(KernelCode::read);
  }

  /** Returns the code of a module; without machine code if that was not built with the PTX. */
  static ModuleCode of(String module, Class<?> filter) {
    byte[] ptx = find(module + PTX, filter).map(KernelCode::read).orElseThrow();
    KernelStamp stamp = KernelStamp.of(ptx);
    Optional<byte[]> machineCode =
        find(module + MACHINE_CODE, filter)
            .map(KernelCode::read)
            .filter(code -> stamp.hashes().isEmpty() || stamp.matches(module + MACHINE_CODE, code));
    return new ModuleCode(module, ptx, machineCode);
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
