package io.darkroom.cuda.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.cuda.standin.StandIn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Puts PTX that was built from other sources before that of the module in the class path. */
class OutdatedKernelsTest {

  private static final String OTHER_HASH = "0".repeat(64);

  private final StandIn standIn = StandIn.get();
  private Path outdated;

  @BeforeEach
  void findTestClasses() throws URISyntaxException, IOException {
    Path classes =
        Path.of(
            OutdatedKernelsTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = Files.createDirectories(classes.resolve("io/darkroom/kernels"));
    outdated = folder.resolve("vignette.ptx");
    assertThat(outdated).doesNotExist();
  }

  @AfterEach
  void restore() throws IOException {
    Files.deleteIfExists(outdated);
  }

  private static String ptx() {
    try (InputStream file =
        KernelCode.class.getResourceAsStream("/io/darkroom/kernels/vignette.ptx")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void runsFiltersWithOutdatedKernelsOnTheCpu() throws IOException {
    Files.writeString(
        outdated,
        ptx().replaceFirst("// \\w{64}  vignette.cu", "// " + OTHER_HASH + "  vignette.cu"));
    assertThat(KernelCode.problem("vignette", KernelCode.class))
        .contains("built from another vignette.cu");
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.assertSame("vignette | canny", Rig.pictures(2, 40, 30, 3)))
          .allMatch(Rig.Outcome::fellBack);
      assertThat(rig.fallbacks("no_kernels")).isEqualTo(2);
      assertThat(rig.assertSame("canny", Rig.pictures(2, 40, 30, 3)))
          .noneMatch(Rig.Outcome::fellBack);
    }
  }

  @Test
  void compilesThePtxIfTheMachineCodeWasNotBuiltWithIt() throws IOException {
    Files.writeString(
        outdated,
        ptx()
            .replaceFirst("// \\w{64}  vignette.fatbin", "// " + OTHER_HASH + "  vignette.fatbin"));
    assertThat(KernelCode.of("vignette", KernelCode.class).machineCode()).isEmpty();
    assertThat(KernelCode.of("canny", KernelCode.class).machineCode()).isPresent();
    try (Rig rig = new Rig(standIn)) {
      assertThat(rig.assertSame("vignette", Rig.pictures(2, 40, 30, 3)))
          .noneMatch(Rig.Outcome::fellBack);
      assertThat(standIn.count("modules_compiled")).isEqualTo(1);
    }
  }
}
