package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.standin.StandInBuild;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code build-kernels} with scripts in place of CUDA's compiler. */
@Tag(SuiteRun.NEEDS_SOURCES)
class BuildKernelsTest {

  private static final String NVCC =
      """
      #!/bin/sh
      case $* in
        *--version*) echo "Cuda compilation tools, release ${VERSION%.*}, V$VERSION" ;;
        *-MM*) shift 2; echo "a.o : $1 \\\\"; echo "    $(dirname "$1")/shared.cuh" ;;
        *) for last; do :; done; printf '// comment\\n.version 8.4\\n.entry made_by_%s()\\n' "$VERSION" > "$last" ;;
      esac
      """;
  private static final String ASSEMBLER = "#!/bin/sh\nfor last; do :; done\ncp \"$last\" \"$3\"\n";
  private static final String LINKER = "#!/bin/sh\necho \"$VERSION\" > \"${1#--create=}\"\n";

  @TempDir Path folder;
  private Path sources;
  private Path built;
  private Path tools;

  private record Ended(int status, String output) {}

  @BeforeEach
  void prepare() throws IOException {
    assumeTrue(new File("/bin/bash").exists() || new File("/usr/bin/bash").exists(), "no bash");
    sources = Files.createDirectory(folder.resolve("sources"));
    built = folder.resolve("built");
    tools = Files.createDirectory(folder.resolve("tools"));
    script("nvcc", NVCC);
    script("ptxas", ASSEMBLER);
    script("fatbinary", LINKER);
    Files.writeString(sources.resolve("shared.cuh"), "// shared");
    Files.writeString(sources.resolve("one.cu"), "// one");
    Files.writeString(sources.resolve("two.cu"), "// two");
  }

  private void script(String name, String text) throws IOException {
    Path file = Files.writeString(tools.resolve(name), text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Ended run(String version, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                StandInBuild.MODULE.resolve("build-kernels").toString(),
                "--from",
                sources.toString(),
                "--into",
                built.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CUDA_NVCC", tools.resolve("nvcc").toString());
    builder.environment().put("VERSION", version);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Test
  void buildsOnlyModulesWhoseSourcesHaveChanged() throws Exception {
    assertThat(run("13.0.88").output()).contains("one: built by nvcc 13.0.88", "two: built");
    Files.writeString(sources.resolve("two.cu"), "// changed");
    Ended other = run("12.4.131");
    assertThat(other.output())
        .contains("two: built by nvcc 12.4.131", "releases are built by nvcc 13.0")
        .doesNotContain("one:");
    assertThat(Files.readString(built.resolve("one.ptx"))).contains("made_by_13.0.88");
    assertThat(Files.readString(built.resolve("two.ptx")))
        .startsWith("// nvcc 12.4.131 -ptx ")
        .contains("  two.cu\n", "  shared.cuh\n", "  two.fatbin\n", ".version 7.0", "made_by_12.4")
        .doesNotContain("comment");
    assertThat(run("12.4.131").output()).doesNotContain("one:", "two:");
    assertThat(run("13.0.88", "--all").output()).contains("one: built", "two: built");
  }

  @Test
  void rebuildsModulesOfOtherCompilersForARelease() throws Exception {
    run("12.4.131");
    assertThat(run("13.0.88").output()).contains("one: built", "two: built");
    assertThat(run("13.0.88").output()).isEmpty();
  }

  @Test
  void buildsAllModulesThatIncludeAChangedHeader() throws Exception {
    run("13.0.88");
    Files.writeString(sources.resolve("shared.cuh"), "// changed");
    assertThat(run("13.0.88").output()).contains("one: built", "two: built");
  }

  @Test
  void checksThatAReleaseIsUpToDateAndBuiltByItsCompiler() throws Exception {
    assertThat(run("none", "--check").output()).contains("one: not built", "two: not built");
    run("13.0.88");
    assertThat(run("none", "--check")).isEqualTo(new Ended(0, ""));

    Files.writeString(sources.resolve("two.cu"), "// changed");
    Ended changed = run("none", "--check");
    assertThat(changed.status()).isEqualTo(1);
    assertThat(changed.output()).contains("two: built from another two.cu").doesNotContain("one:");

    run("12.4.131");
    assertThat(run("none", "--check").output()).contains("two: built by nvcc 12.4.131 (expected:");
    run("13.0.88", "--all");
    Files.writeString(built.resolve("one.fatbin"), "other");
    assertThat(run("none", "--check").output()).contains("one: built from another one.fatbin");
  }

  @Test
  void refusesAnOldOrMissingCompiler() throws Exception {
    Ended old = run("11.8.89");
    assertThat(old.status()).isEqualTo(1);
    assertThat(old.output()).contains("nvcc: 11.8.89 (expected: 12.0 or newer");
    Files.delete(tools.resolve("nvcc"));
    assertThat(run("13.0.88").output()).contains("nvcc: not found (expected: 12.0 or newer");
    assertThat(built).doesNotExist();
  }
}
