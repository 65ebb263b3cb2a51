package io.darkroom.cuda.kernels;

import io.darkroom.cuda.engine.KernelStamp;
import io.darkroom.cuda.standin.StandInBuild;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The sources of the kernels, and the files that are built from them and checked in. */
public final class KernelFiles {

  static final Path SOURCES = StandInBuild.MODULE.resolve("src/main/cuda");
  static final Path BUILT = StandInBuild.MODULE.resolve("src/main/resources/io/darkroom/kernels");

  private KernelFiles() {}

  /** Returns the names of all modules that have a source. */
  public static List<String> modules() {
    return names(SOURCES, ".cu");
  }

  /** Returns the names of the files with an extension, without the extension, sorted. */
  static List<String> names(Path folder, String extension) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(extension))
          .map(name -> name.substring(0, name.length() - extension.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns why the checked-in files of a module are out of date; empty if they are not. */
  public static Optional<String> problem(String module) {
    Optional<byte[]> ptx = content(BUILT, module + ".ptx");
    if (ptx.isEmpty()) {
      return Optional.of("not built");
    }
    KernelStamp stamp = KernelStamp.of(ptx.get());
    String fatbin = module + ".fatbin";
    boolean machineCode =
        content(BUILT, fatbin).map(content -> stamp.matches(fatbin, content)).orElse(false);
    return stamp
        .problem(module, KernelFiles::source)
        .or(() -> machineCode ? Optional.empty() : Optional.of("built with another " + fatbin));
  }

  /** Returns the compiler that built the checked-in files of a module. */
  static String compiler(String module) {
    return KernelStamp.of(content(BUILT, module + ".ptx").orElseThrow()).compiler();
  }

  /** Returns the content of a source file. */
  public static Optional<byte[]> source(String file) {
    return content(SOURCES, file);
  }

  private static Optional<byte[]> content(Path folder, String file) {
    Path path = folder.resolve(file);
    try {
      return Files.exists(path) ? Optional.of(Files.readAllBytes(path)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
