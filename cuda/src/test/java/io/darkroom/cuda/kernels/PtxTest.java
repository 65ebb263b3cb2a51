package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.standin.StandInBuild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The PTX that is checked in is that of the kernels' sources. */
@Tag(SuiteRun.NEEDS_SOURCES)
class PtxTest {

  private static final Path MODULE = StandInBuild.MODULE;
  private static final Path SOURCES = MODULE.resolve("src/main/cuda");
  private static final Path PTX = MODULE.resolve("src/main/resources/io/darkroom/kernels");
  private static final Path PLANTED = MODULE.resolve("src/test/resources/io/darkroom/kernels");
  private static final String HASHES = "sources.sha256";

  @TempDir Path made;

  @Test
  void wasMadeOfTheSourcesAsTheyAre() throws Exception {
    Map<String, String> expected = new TreeMap<>();
    expected.put("build-kernels", sha256(MODULE.resolve("build-kernels")));
    for (Path source : files(SOURCES, "")) {
      expected.put(source.getFileName().toString(), sha256(source));
    }
    assertThat(recorded()).as("stale: run cuda/build-kernels").isEqualTo(expected);
  }

  @Test
  void everySourceHasItsModuleAndEveryModuleItsSource() throws Exception {
    assertThat(files(PTX, ".ptx").stream().map(PtxTest::stem).toList())
        .isEqualTo(files(SOURCES, ".cu").stream().map(PtxTest::stem).toList());
  }

  @Test
  void isWhatTheCompilerMakes() throws Exception {
    String nvcc = System.getenv().getOrDefault("CUDA_NVCC", "nvcc");
    assumeTrue(
        versionOf(nvcc).contains("release 13.0"),
        "no nvcc 13.0 on the PATH or in CUDA_NVCC: PTX is not rebuilt");
    build("--into", made.toString());
    assertSame(PTX, made);
    build(
        "--from", MODULE.resolve("src/test/standin/planted").toString(), "--into", made.toString());
    assertThat(made.resolve("planted.ptx")).hasSameBinaryContentAs(PLANTED.resolve("planted.ptx"));
  }

  private static void assertSame(Path checkedIn, Path made) throws IOException {
    assertThat(files(made, "").stream().map(Path::getFileName).toList())
        .isEqualTo(files(checkedIn, "").stream().map(Path::getFileName).toList());
    for (Path file : files(made, "")) {
      assertThat(checkedIn.resolve(file.getFileName()))
          .as("stale: run cuda/build-kernels")
          .hasSameBinaryContentAs(file);
    }
  }

  private static void build(String... arguments) throws IOException, InterruptedException {
    Path log = Files.createTempFile("build-kernels", ".log");
    List<String> command =
        Stream.concat(Stream.of(MODULE.resolve("build-kernels").toString()), Stream.of(arguments))
            .toList();
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start()
            .waitFor();
    assertThat(status).as(Files.readString(log)).isZero();
    Files.delete(log);
  }

  /** Empty where there is no such compiler. */
  private static String versionOf(String nvcc) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(nvcc, "--version").start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      return said;
    } catch (IOException missing) {
      return "";
    }
  }

  private static Map<String, String> recorded() throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (String line : Files.readAllLines(PTX.resolve(HASHES))) {
      String[] parts = line.split(" +", 2);
      hashes.put(parts[1], parts[0]);
    }
    return hashes;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static String stem(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }

  private static String sha256(Path file) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
