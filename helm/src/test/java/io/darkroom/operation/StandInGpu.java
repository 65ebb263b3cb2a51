package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

/** The module cuda's stand-in for NVIDIA's driver and its NVML, for processes of their own. */
final class StandInGpu {

  private static final Path CUDA = Path.of("..", "cuda").toAbsolutePath().normalize();
  private static final Path BUILT = CUDA.resolve("target/standin");

  private StandInGpu() {}

  /** The folder of libcuda.so.1; that of the module's own tests where they have run. */
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
