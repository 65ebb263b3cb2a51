package io.darkroom.cuda.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.engine.CudaEngineProvider;
import io.darkroom.cuda.standin.StandIn;
import io.darkroom.engine.CpuEngine;
import io.darkroom.engine.Engine;
import io.darkroom.engine.EngineSite;
import io.darkroom.engine.Filtered;
import io.darkroom.engine.Program;
import io.darkroom.error.DarkroomException;
import io.darkroom.filters.FilterRun;
import io.darkroom.filters.Picture;
import io.darkroom.plugin.PluginJar;
import io.darkroom.plugin.Plugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds the example plugin like its author would, and runs the kernel from its jar. */
@Tag(SuiteRun.NEEDS_SOURCES)
class PluginOnGpuTest {

  private static final Path EXAMPLE = Path.of("..", "operators", "example-plugin");

  private record Result(Picture picture, String accelerator) {}

  @TempDir private Path folder;

  @BeforeEach
  void requireGpu() {
    StandIn.orRealGpu();
  }

  @Test
  void givesTheSameBytesAsTheCpuForm() throws Exception {
    Path jar = PluginJar.ofFolder(EXAMPLE, folder.resolve("example.jar"));
    try (Plugins plugins =
            Plugins.load(
                FilterRun.CATALOGUE, Map.of("example.jar", jar), getClass().getClassLoader());
        Engine gpu = new CudaEngineProvider().open(plugins.catalogue(), EngineSite.anywhere());
        Engine cpu = new CpuEngine(plugins.catalogue())) {
      for (String chain :
          List.of("scanlines", "scanlines(period=2, strength=77) | median_blur | invert")) {
        List<ValidStep> steps =
            new ChainValidator(plugins.catalogue().definitions()).validate(Chain.parse(chain));
        for (int channels : new int[] {1, 3}) {
          Picture picture = Picture.random(61, 23, channels, 5);
          Result onGpu = run(gpu, steps, picture);
          Result onCpu = run(cpu, steps, picture);

          assertThat(onGpu.accelerator()).startsWith("cuda:");
          FilterRun.assertSame(onGpu.picture(), onCpu.picture());
        }
      }
    }
  }

  private static Result run(Engine engine, List<ValidStep> steps, Picture picture) {
    List<Result> results = new ArrayList<>();
    try (Program program = engine.compile(steps);
        Mat image = picture.mat()) {
      program.run(
          List.of(image),
          new Program.Results() {
            @Override
            public void done(int index, Filtered result) {
              results.add(new Result(Picture.of(result.image()), result.accelerator()));
            }

            @Override
            public void failed(int index, DarkroomException failure) {
              throw failure;
            }
          });
    }
    return results.get(0);
  }
}
