package io.darkroom.filters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs filters in a separate process without GTK, as in Flink's image. */
class WithoutWindowsTest {

  /** Runs the named filters with their defaults. */
  public static final class Main {
    public static void main(String[] arguments) {
      for (String filter : arguments) {
        FilterRun.apply(filter, Picture.random(33, 7, 3, 1));
        System.out.println("ran " + filter);
      }
    }
  }

  @Test
  void filtersNeedNoGtk(@TempDir Path broken) throws Exception {
    Files.createFile(broken.resolve("libgtk-x11-2.0.so.0"));
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "background_subtraction",
            "white_balance",
            "sobel");
    builder.environment().put("LD_LIBRARY_PATH", broken.toString());
    Process process = builder.redirectErrorStream(true).start();

    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(output).contains("ran background_subtraction", "ran white_balance", "ran sobel");
    assertThat(process.waitFor()).isZero();
  }
}
