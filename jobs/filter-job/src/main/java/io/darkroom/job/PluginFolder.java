package io.darkroom.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of jars with filters, on the machine that submits the job. */
public record PluginFolder(Path folder) {

  private static final String NAME = "plugins";

  /** The folder {@code plugins} beside the job's jar. */
  static PluginFolder besideTheJob() {
    try {
      Path jar =
          Path.of(FilterJob.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return new PluginFolder(jar.resolveSibling(NAME));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** File name → URI of each jar; empty if the folder does not exist. */
  public Map<String, String> jars() {
    Map<String, String> jars = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return jars;
    }
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.getFileName().toString().endsWith(".jar"))
          .forEach(file -> jars.put(file.getFileName().toString(), file.toUri().toString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return jars;
  }
}
