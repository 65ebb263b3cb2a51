package io.darkroom.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles plugins and packs them into jars, as their authors would. */
public final class PluginJar {

  private static final String SERVICE = "META-INF/services/io.darkroom.filter.FilterPlugin";

  private PluginJar() {}

  /** Creates a jar of the Java files and resources of a plugin's source folder. */
  public static Path ofFolder(Path sources, Path jar) throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), "classes");
    try (Stream<Path> files = Files.walk(sources.resolve("src/main/java"))) {
      compile(files.filter(file -> file.toString().endsWith(".java")).toList(), classes);
    }
    return pack(jar, List.of(classes, sources.resolve("src/main/resources")));
  }

  /** Creates a jar with one plugin class of the name {@code Plugin}, whose body is given. */
  public static Path ofBody(String body, Path jar) throws IOException {
    Path classes = Files.createTempDirectory(jar.getParent(), "classes");
    Path source = classes.resolve("Plugin.java");
    Files.writeString(
        source,
        """
        import io.darkroom.definition.*;
        import io.darkroom.filter.*;
        import java.util.*;
        public class Plugin implements FilterPlugin {
          static Filter copying(String id) {
            return new Filter() {
              public FilterDefinition definition() {
                return FilterDefinition.of(id, "Copying", "Copies.");
              }
              public CpuForm cpu(Arguments arguments) {
                return (source, target) -> source.copyTo(target);
              }
            };
          }
          %s
        }
        """
            .formatted(body));
    compile(List.of(source), classes);
    Files.delete(source);
    Path service = classes.resolve(SERVICE);
    Files.createDirectories(service.getParent());
    Files.writeString(service, "Plugin\n", UTF_8);
    return pack(jar, List.of(classes));
  }

  private static void compile(List<Path> sources, Path classes) {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString()));
    arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
    sources.forEach(source -> arguments.add(source.toString()));
    int failures =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, arguments.toArray(String[]::new));
    if (failures != 0) {
      throw new IllegalStateException("the plugin does not compile");
    }
  }

  private static Path pack(Path jar, List<Path> roots) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (Path root : roots) {
        add(root, entries);
      }
    }
    return jar;
  }

  private static void add(Path root, JarOutputStream entries) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        entries.putNextEntry(new JarEntry(root.relativize(file).toString()));
        Files.copy(file, entries);
        entries.closeEntry();
      }
    }
  }
}
