package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.standin.StandInBuild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that the checked-in PTX and machine code are built from the current sources. Without nvcc
 * a module that is not up to date is reported as skipped. With {@code -Ddarkroom.release=true} it
 * fails, as does a module that was not built by nvcc {@value #RELEASE}.
 */
@Tag(SuiteRun.NEEDS_SOURCES)
@Tag("slow")
class PtxTest {

  private static final Path MODULE = StandInBuild.MODULE;
  private static final Path PLANTED = MODULE.resolve("src/test/resources/io/darkroom/kernels");
  private static final String RELEASE = "13.0";
  private static final Pattern VERSION = Pattern.compile("V(\\d+)(\\.[\\d.]*)");
  private static final int OLDEST = 12;
  private static final boolean STRICT = Boolean.getBoolean("darkroom.release");

  @TempDir Path made;

  static List<String> modules() {
    return KernelFiles.modules();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void isBuiltFromTheCurrentSources(String module) throws Exception {
    Optional<String> problem = KernelFiles.problem(module);
    if (problem.isPresent() && !STRICT) {
      assumeTrue(
          !nvcc().isEmpty(),
          ("%s: %s. Without nvcc 12.0 or newer it cannot be built here, and chains with this filter"
                  + " run on the CPU. CI or a maintainer builds it with cuda/build-kernels.")
              .formatted(module, problem.get()));
    }
    assertThat(problem).as("%s: run cuda/build-kernels and commit the result", module).isEmpty();
    String compiler = KernelFiles.compiler(module);
    if (STRICT) {
      assertThat(compiler).as(module).startsWith("nvcc " + RELEASE + ".");
    } else if (!compiler.startsWith("nvcc " + RELEASE + ".")) {
      System.out.printf(
          "%s: built by %s; releases are built by nvcc %s%n", module, compiler, RELEASE);
    }
  }

  @Test
  void hasASourceForEachModule() {
    assertThat(KernelFiles.modules())
        .containsAll(KernelFiles.names(KernelFiles.BUILT, ".ptx"))
        .containsAll(KernelFiles.names(KernelFiles.BUILT, ".fatbin"));
  }

  @Test
  void equalsTheOutputOfTheSameCompiler() throws Exception {
    String nvcc = nvcc();
    assumeTrue(
        nvcc.startsWith(RELEASE + "."),
        "no nvcc 13.0 on the PATH or in CUDA_NVCC: PTX is not rebuilt");
    build("--all", "--into", made.toString());
    for (String module : KernelFiles.modules()) {
      if (KernelFiles.compiler(module).equals("nvcc " + nvcc)) {
        assertSame(module + ".ptx", KernelFiles.BUILT);
        assertSame(module + ".fatbin", KernelFiles.BUILT);
      }
    }
    build(
        "--from", MODULE.resolve("src/test/standin/planted").toString(), "--into", made.toString());
    assertSame("planted.ptx", PLANTED);
  }

  private void assertSame(String file, Path checkedIn) {
    assertThat(checkedIn.resolve(file))
        .as("out of date: run cuda/build-kernels --all")
        .hasSameBinaryContentAs(made.resolve(file));
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

  /** Returns the version of nvcc; empty if there is none, or it is too old. */
  private static String nvcc() throws InterruptedException {
    String nvcc = System.getenv().getOrDefault("CUDA_NVCC", "nvcc");
    try {
      Process process = new ProcessBuilder(nvcc, "--version").start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      process.waitFor();
      Matcher version = VERSION.matcher(output);
      boolean usable = version.find() && Integer.parseInt(version.group(1)) >= OLDEST;
      return usable ? version.group(1) + version.group(2) : "";
    } catch (IOException missing) {
      return "";
    }
  }
}
