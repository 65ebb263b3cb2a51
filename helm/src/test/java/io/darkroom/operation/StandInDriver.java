package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** Locates or builds the module cuda's stand-in for NVIDIA's driver and NVML. */
final class StandInDriver {

  private static final Path CUDA = Path.of("..", "cuda").toAbsolutePath().normalize();
  private static final Path BUILT = CUDA.resolve("target/standin");

  private StandInDriver() {}

  /** The folder of libcuda.so.1. Reuses the build of the module's own tests, if present. */
  static Path folder(Path scratch) throws Exception {
    if (Files.exists(BUILT.resolve("libcuda.so.1"))) {
      return BUILT;
    }
    Tool.named("g++", "g++");
    Tool.Run run =
        new Tool(CUDA.resolve("src/test/standin/build")).run(Files.createDirectories(scratch));
    assertThat(run.exitCode()).as(run.output()).isZero();
    return scratch;
  }
}
