package io.darkroom.cuda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.standin.StandIn;
import io.darkroom.cuda.standin.StandInBuild;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that the packed suite runs in another folder, without the source tree. */
@Tag(SuiteRun.NEEDS_SOURCES)
@Tag("slow")
class SuiteTest {

  private static final long MOST_BYTES = 45L << 20;

  @TempDir Path folder;

  @Test
  void runsUnpackedInAnotherFolderOnTheStandIn() throws Exception {
    StandIn.get();
    Path script = StandInBuild.MODULE.resolve("bench/gpu-suite").toAbsolutePath();
    Path archive = folder.resolve("suite.tar.xz");

    run(script.toString(), "pack", archive.toString());
    assertThat(Files.size(archive)).isLessThanOrEqualTo(MOST_BYTES);
    run("tar", "xf", archive.toString());
    Path unpacked = folder.resolve("darkroom-gpu-suite");
    run(unpacked.resolve("gpu-suite").toString(), "run", "--stand-in");

    assertThat(Files.readString(unpacked.resolve("results.md")))
        .contains("| exact | CUDA_SUCCESS |", "| engine.SlotsTest |", "### Slots")
        .doesNotContain("Failed");
  }

  private void run(String... command) throws IOException, InterruptedException {
    File output = folder.resolve("output.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(List.of(command))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output);
    builder.environment().put("TEST_CLASSPATH", System.getProperty("java.class.path"));
    Path jdk = Path.of(System.getProperty("java.home"), "bin");
    builder.environment().merge("PATH", jdk.toString(), (path, bin) -> bin + ":" + path);
    int status = builder.start().waitFor();
    assertThat(status).as(Files.readString(output.toPath())).isZero();
  }
}
