package io.darkroom.cuda.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.engine.PointKernel;
import io.darkroom.cuda.kernels.PtxModule.Parameter;
import io.darkroom.filter.Filter;
import io.darkroom.filter.PointOperation;
import io.darkroom.filters.FilterRun;
import io.darkroom.kernel.Argument;
import io.darkroom.kernel.Argument.Model;
import io.darkroom.kernel.Argument.Real;
import io.darkroom.kernel.Argument.Scratch;
import io.darkroom.kernel.Argument.Source;
import io.darkroom.kernel.Argument.Table;
import io.darkroom.kernel.Argument.Target;
import io.darkroom.kernel.Argument.Whole;
import io.darkroom.kernel.KernelForm;
import io.darkroom.kernel.Pass;
import io.darkroom.kernel.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the launches of the filters with the PTX: the names and parameters of kernels. */
@Tag(SuiteRun.NEEDS_SOURCES)
@Tag("slow")
class KernelDescriptorTest {

  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1, 1),
          new Shape(1, 1, 3),
          new Shape(33, 7, 1),
          new Shape(33, 7, 3),
          new Shape(640, 480, 3),
          new Shape(1920, 1080, 1));
  private static final int ANY = 300;
  private static final int MOST_THREADS = 1024;
  private static final int MOST_ROWS_OF_BLOCKS = 65535;

  /** A pass, and the module that contains its kernel. */
  private record Launch(String module, Pass pass) {}

  static List<String> filters() {
    return GpuFilters.ids();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void launchesKernelsWithTheirDeclaredParameters(String filter) throws IOException {
    List<Launch> launches = launches(filter);
    assertThat(launches).isNotEmpty();
    launches.stream().map(Launch::module).distinct().forEach(KernelDescriptorTest::requireUpToDate);
    for (Launch launch : launches) {
      PtxModule module = PtxModule.of(KernelFiles.BUILT.resolve(launch.module() + ".ptx"));
      Pass pass = launch.pass();
      assertThat(module.entries()).containsKey(pass.kernel());
      assertThat(pass.arguments().stream().map(KernelDescriptorTest::parameter).toList())
          .as(pass.kernel())
          .isEqualTo(module.entries().get(pass.kernel()));
      assertThat(pass.blockX() * pass.blockY()).isBetween(1, MOST_THREADS);
      assertThat(pass.gridX()).isPositive();
      assertThat(pass.gridY()).isBetween(1, MOST_ROWS_OF_BLOCKS);
    }
  }

  @Test
  void launchesEveryKernelFromTheFilterThatItIsNamedAfter() throws IOException {
    Set<String> launched = new TreeSet<>();
    Set<String> declared = new TreeSet<>();
    Set<String> modules = new TreeSet<>();
    for (String filter : filters()) {
      for (Launch launch : launches(filter)) {
        launched.add(launch.pass().kernel());
        modules.add(launch.module());
        assertThat(launch.pass().kernel()).matches(launch.module() + "(_.*)?");
      }
    }
    for (String module : modules) {
      requireUpToDate(module);
      declared.addAll(PtxModule.of(KernelFiles.BUILT.resolve(module + ".ptx")).entries().keySet());
    }
    assertThat(declared).isEqualTo(launched);
  }

  private static void requireUpToDate(String module) {
    assumeTrue(
        KernelFiles.problem(module).isEmpty(),
        () -> "the PTX of %s is out of date; see PtxTest".formatted(module));
  }

  private static List<Launch> launches(String id) {
    Filter filter = FilterRun.CATALOGUE.filter(id);
    List<Launch> launches = new ArrayList<>();
    Settings settings = new Settings(filter.definition());
    Random random = new Random(1);
    List<ValidStep> steps = new ArrayList<>(settings.every());
    Stream.generate(() -> settings.any(random)).limit(ANY).forEach(steps::add);
    for (ValidStep step : steps) {
      List<PointOperation> points = filter.points(step.arguments());
      Optional<KernelForm> kernels = filter.kernels(step.arguments());
      for (Shape shape : SHAPES) {
        if (!points.isEmpty()) {
          add(launches, PointKernel.MODULE, source -> PointKernel.plan(points, source), shape);
        } else {
          add(launches, id, kernels.orElseThrow(), shape);
        }
      }
    }
    return launches;
  }

  private static void add(List<Launch> launches, String module, KernelForm form, Shape shape) {
    try {
      form.plan(shape).passes().forEach(pass -> launches.add(new Launch(module, pass)));
    } catch (RuntimeException refused) {
      // For example a crop outside a small picture.
    }
  }

  private static Parameter parameter(Argument argument) {
    if (argument instanceof Source || argument instanceof Target) {
      return new Parameter("b8", 32, 8);
    }
    if (argument instanceof Scratch) {
      return new Parameter("b8", 16, 8);
    }
    if (argument instanceof Table || argument instanceof Model) {
      return new Parameter("u64", 1, 0);
    }
    if (argument instanceof Whole) {
      return new Parameter("u32", 1, 0);
    }
    assertThat(argument).isInstanceOf(Real.class);
    return new Parameter("f32", 1, 0);
  }
}
