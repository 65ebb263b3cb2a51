package io.darkroom.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.filter.CpuForm;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class PluginsTest {

  private static final String GOOD =
      """
      public String name() { return "%s"; }
      public String apiVersion() { return API_VERSION; }
      public List<Filter> filters() { return List.of(copying("%s")); }
      """;

  private final Map<String, Path> jars = new LinkedHashMap<>();
  @TempDir private Path folder;

  private void add(String jar, String body) throws IOException {
    jars.put(jar, PluginJar.ofBody(body, folder.resolve(jar)));
  }

  private Plugins load() {
    return Plugins.load(FilterRun.CATALOGUE, jars, getClass().getClassLoader());
  }

  private PluginStatus only() {
    try (Plugins plugins = load()) {
      assertThat(plugins.statuses()).hasSize(1);
      assertThat(plugins.catalogue().definitions()).isEqualTo(FilterRun.CATALOGUE.definitions());
      return plugins.statuses().get(0);
    }
  }

  @Test
  void addsTheFiltersOfSeveralPluginsToTheCatalogue() throws IOException {
    add("a.jar", GOOD.formatted("first", "echo"));
    add("b.jar", GOOD.formatted("second", "mirror"));
    try (Plugins plugins = load()) {
      assertThat(plugins.statuses()).allMatch(PluginStatus::loaded);
      assertThat(plugins.catalogue().definitions())
          .extracting(FilterDefinition::id)
          .contains("echo", "mirror", "grayscale");
    }
  }

  @Test
  void buildsAndRunsTheExample() throws IOException {
    Path example = PluginJar.ofFolder(Path.of("example-plugin"), folder.resolve("example.jar"));
    jars.put("example.jar", example);
    try (Plugins plugins = load()) {
      assertThat(plugins.statuses())
          .containsExactly(
              new PluginStatus(
                  "example.jar", "scanlines", "1.0", java.util.List.of("scanlines"), ""));
      ValidStep step =
          new ChainValidator(plugins.catalogue().definitions())
              .validate(Chain.parse("scanlines(period=2, strength=50)"))
              .get(0);
      Picture white = new Picture("white", 2, 3, 1, new byte[] {-1, -1, -1, -1, -1, -1});
      try (CpuForm form = plugins.catalogue().filter("scanlines").cpu(step.arguments());
          Mat source = white.mat();
          Mat target = new Mat()) {
        form.apply(source, target);
        assertThat(Picture.of(target).bytes()).containsExactly(128, 128, 255, 255, 128, 128);
      }
    }
  }

  @Test
  void skipsAPluginForAnotherMajorVersion() throws IOException {
    add("old.jar", GOOD.formatted("old", "echo").replace("API_VERSION;", "\"0.9\";"));

    assertThat(only().problem())
        .isEqualTo(
            "plugin: old (expected: one that can be used). It was not loaded: it was built for"
                + " plugin API 0.9, but this is 1.0: rebuild it.");
    assertThat(only().apiVersion()).isEqualTo("0.9");
  }

  @Test
  void loadsAPluginForAnotherMinorVersion() throws IOException {
    add("new.jar", GOOD.formatted("new", "echo").replace("API_VERSION;", "\"1.7\";"));
    try (Plugins plugins = load()) {
      assertThat(plugins.statuses().get(0).filters()).containsExactly("echo");
    }
  }

  @Test
  void skipsAPluginWithTheIdOfABuiltInFilter() throws IOException {
    add("clash.jar", GOOD.formatted("clash", "grayscale"));

    assertThat(only().problem())
        .contains("filter grayscale is already offered by Darkroom: rename one of them");
  }

  @Test
  void loadsTheFirstOfTwoPluginsWithTheSameFilter() throws IOException {
    add("a.jar", GOOD.formatted("first", "echo"));
    add("b.jar", GOOD.formatted("second", "echo"));
    try (Plugins plugins = load()) {
      assertThat(plugins.statuses().get(0).loaded()).isTrue();
      assertThat(plugins.statuses().get(1).problem())
          .contains("filter echo is already offered by first");
    }
  }

  @Test
  void skipsAPluginWithAnInvalidDefinition() throws IOException {
    add("shout.jar", GOOD.formatted("shout", "SHOUT"));

    assertThat(only().problem()).contains("filter id 'SHOUT' does not match [a-z][a-z0-9_]*");
  }

  @Test
  void skipsAPluginThatThrows() throws IOException {
    add(
        "angry.jar",
        GOOD.formatted("angry", "echo")
            .replace(
                "return List.of",
                "if (true) throw new IllegalStateException(\"no\"); return List.of"));

    assertThat(only().problem()).endsWith("It was not loaded: no.");
  }

  @Test
  void skipsAPluginThatLacksAClass() throws IOException {
    add(
        "torn.jar",
        GOOD.formatted("torn", "echo")
            .replace(
                "return List.of",
                "if (true) throw new NoClassDefFoundError(\"org/Gone\"); return List.of"));

    assertThat(only().problem()).contains("org/Gone");
  }

  @Test
  void skipsAFileThatIsNotAJar() throws IOException {
    jars.put("text.jar", Files.writeString(folder.resolve("text.jar"), "not a jar"));

    assertThat(only().problem()).startsWith("jar: text.jar (expected: a plugin that loads).");
  }

  @Test
  void skipsAJarWithoutAPlugin() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty/src/main/java"));
    Files.writeString(empty.resolve("Nothing.java"), "class Nothing {}");
    Files.createDirectories(folder.resolve("empty/src/main/resources"));
    jars.put("empty.jar", PluginJar.ofFolder(folder.resolve("empty"), folder.resolve("empty.jar")));

    assertThat(only().problem()).contains("it declares no service io.darkroom.filter.FilterPlugin");
  }

  @Test
  void skipsAJarWhoseServiceIsNotAPlugin() throws IOException {
    Path sources = folder.resolve("wrong");
    Files.createDirectories(sources.resolve("src/main/java"));
    Files.writeString(sources.resolve("src/main/java/Other.java"), "public class Other {}");
    Path services = sources.resolve("src/main/resources/META-INF/services");
    Files.createDirectories(services);
    Files.writeString(services.resolve("io.darkroom.filter.FilterPlugin"), "Other\n");
    jars.put("wrong.jar", PluginJar.ofFolder(sources, folder.resolve("wrong.jar")));

    assertThat(only().problem()).contains("Other not a subtype");
  }
}
