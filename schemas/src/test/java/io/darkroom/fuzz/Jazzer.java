package io.darkroom.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Fuzzes a target with Jazzer, which looks for inputs that reach new code; in another process. */
final class Jazzer {

  private Jazzer() {}

  static void fuzz(Class<?> target, long inputs, Path seeds, Path found)
      throws IOException, InterruptedException {
    Path log = found.resolve("jazzer.txt");
    Path corpus = Files.createDirectories(found.resolve("corpus"));
    ProcessBuilder process =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=io.darkroom.**",
                "--instrumentation_excludes=io.darkroom.v1.**",
                "--custom_hook_includes=io.darkroom.**",
                "--reproducer_path=" + found,
                "-artifact_prefix=" + found + "/",
                "-print_final_stats=1",
                "-rss_limit_mb=0",
                "-timeout=10",
                "-runs=" + inputs,
                corpus.toString(),
                seeds.toString()));
    process.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    process.redirectErrorStream(true).redirectOutput(log.toFile());
    assertThat(process.start().waitFor()).as(log.toAbsolutePath().toString()).isZero();
  }
}
