package io.darkroom.cuda.standin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.darkroom.cuda.bench.SuiteRun;
import io.darkroom.cuda.engine.KernelStamp;
import io.darkroom.cuda.kernels.KernelFiles;
import io.darkroom.cuda.kernels.PtxModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag(SuiteRun.NEEDS_SOURCES)
class StandInModulesTest {

  @TempDir Path folder;

  static List<String> modules() {
    return KernelFiles.modules();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("modules")
  void writesAnUpToDateModuleWithTheSameKernels(String module) throws Exception {
    assumeTrue(KernelFiles.problem(module).isEmpty(), "the checked-in module is out of date");
    StandInModules.write(module, folder);
    Path written = folder.resolve(module + ".ptx");
    Path built =
        StandInBuild.MODULE.resolve("src/main/resources/io/darkroom/kernels/" + module + ".ptx");
    assertThat(PtxModule.of(written).entries().keySet())
        .isEqualTo(PtxModule.of(built).entries().keySet());

    byte[] machineCode = Files.readAllBytes(folder.resolve(module + ".fatbin"));
    KernelStamp stamp = KernelStamp.of(Files.readAllBytes(written));
    assertThat(stamp.problem(module, KernelFiles::source)).isEmpty();
    assertThat(stamp.matches(module + ".fatbin", machineCode)).isTrue();
    assertThat(new String(machineCode, UTF_8))
        .contains(PtxModule.of(built).entries().keySet().stream().map(k -> ".text." + k).toList());
  }
}
