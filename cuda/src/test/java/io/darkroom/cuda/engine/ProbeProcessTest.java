package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.darkroom.engine.EngineProbe;
import io.darkroom.engine.EngineSite;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the probe in a process without a stand-in. */
class ProbeProcessTest {

  /** Prints the result of two probes. */
  public static final class Main {
    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        EngineProbe probe = new CudaEngineProvider().probe(EngineSite.anywhere());
        System.out.println(probe.usable() + ": " + probe.reason());
      }
    }
  }

  private static final String LIBRARY =
      System.mapLibraryName(
          LibUtils.createPlatformLibraryName("JCudaDriver-" + JCudaVersion.get()));

  @TempDir private Path temporary;

  /** Returns the two lines that Main prints. */
  private List<String> probed(String left) throws IOException, InterruptedException {
    String classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> left.isEmpty() || !entry.contains(left))
            .collect(Collectors.joining(File.pathSeparator));
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                classes,
                Main.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    List<String> lines = output.lines().filter(line -> line.matches("(true|false): .*")).toList();
    assertThat(lines).hasSize(2);
    return lines;
  }

  @Test
  void reportsAMissingDriverEachTime() throws Exception {
    List<String> lines = probed("");

    assumeFalse(lines.get(0).contains("GPU-"), "this machine has a GPU");
    assertThat(lines)
        .allMatch(line -> line.startsWith("false: no NVIDIA driver (libcuda.so.1); install"));
    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains(LIBRARY)
          .noneMatch(name -> name.startsWith("darkroom-"));
    }
  }

  @Test
  void reportsAMissingJcudaLibrary() throws Exception {
    assertThat(probed("jcuda-natives-"))
        .allMatch(line -> line.contains("is not on the class path; add jcuda-natives"));
  }

  @Test
  void reportsMissingJcuda() throws Exception {
    assertThat(probed("jcuda-12")).allMatch(line -> line.startsWith("false: "));
  }

  @Test
  void refusesADifferentLibrary() throws Exception {
    Files.write(temporary.resolve(LIBRARY), new byte[100]);

    assertThat(probed(""))
        .allMatch(line -> line.contains("differs from JCuda's library; remove it"));
  }
}
