package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.stream.Stream;

/** Locates or builds the module cuda's stand-in for NVIDIA's driver, for child processes. */
final class StandInDriver {

  private static final Path CUDA = Path.of("..", "..", "cuda").toAbsolutePath().normalize();
  private static final Path BUILT = CUDA.resolve("target/standin");

  private StandInDriver() {}

  /** The folder of libcuda.so.1; rebuilt if it is older than a source. */
  static Path folder(Path scratch) throws IOException, InterruptedException {
    Path library = BUILT.resolve("libcuda.so.1");
    if (Files.exists(library) && Files.getLastModifiedTime(library).compareTo(newestSource()) > 0) {
      return BUILT;
    }
    requireCompiler();
    Path log = Files.createDirectories(scratch).resolve("build.log");
    String build = CUDA.resolve("src/test/standin/build").toString();
    Process process =
        new ProcessBuilder(build, scratch.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> "build of the stand-in, see " + log).isZero();
    return scratch;
  }

  private static FileTime newestSource() throws IOException {
    try (Stream<Path> files =
        Stream.concat(
            Files.walk(CUDA.resolve("src/main/cuda")),
            Files.walk(CUDA.resolve("src/test/standin")))) {
      FileTime newest = FileTime.fromMillis(0);
      for (Path file : files.toList()) {
        FileTime time = Files.getLastModifiedTime(file);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
      return newest;
    }
  }

  private static void requireCompiler() throws InterruptedException {
    boolean found;
    try {
      found = new ProcessBuilder("g++", "--version").start().waitFor() == 0;
    } catch (IOException e) {
      found = false;
    }
    assumeTrue(found, "no stand-in for the GPU: g++ is missing. Install it: apt-get install g++.");
  }
}
