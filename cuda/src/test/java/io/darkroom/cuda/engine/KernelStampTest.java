package io.darkroom.cuda.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KernelStampTest {

  private static final byte[] SOURCE = "KERNEL(blur) {}".getBytes(UTF_8);
  private static final byte[] HEADER = "#define KERNEL".getBytes(UTF_8);
  private static final byte[] CODE = {1, 2, 3};

  private static KernelStamp stamp(String... lines) {
    return KernelStamp.of((String.join("\n", lines) + "\n\n.version 7.0\n").getBytes(UTF_8));
  }

  private static final KernelStamp STAMP =
      stamp(
          "// nvcc 12.4.131 -ptx -O3",
          "// " + KernelStamp.sha256(SOURCE) + "  blur.cu",
          "// " + KernelStamp.sha256(HEADER) + "  darkroom.cuh",
          "// " + KernelStamp.sha256(CODE) + "  blur.fatbin");

  private static Optional<String> problem(KernelStamp stamp, Map<String, byte[]> sources) {
    return stamp.problem("blur", file -> Optional.ofNullable(sources.get(file)));
  }

  @Test
  void namesTheCompiler() {
    assertThat(STAMP.compiler()).isEqualTo("nvcc 12.4.131");
  }

  @Test
  void acceptsTheSourcesThatItRecords() {
    assertThat(problem(STAMP, Map.of("blur.cu", SOURCE, "darkroom.cuh", HEADER))).isEmpty();
  }

  @Test
  void reportsAChangedOrMissingSource() {
    assertThat(problem(STAMP, Map.of("blur.cu", HEADER, "darkroom.cuh", HEADER)))
        .contains("built from another blur.cu");
    assertThat(problem(STAMP, Map.of("blur.cu", SOURCE, "darkroom.cuh", SOURCE)))
        .contains("built from another darkroom.cuh");
    assertThat(problem(STAMP, Map.of("blur.cu", SOURCE)))
        .contains("built from another darkroom.cuh");
  }

  @Test
  void reportsPtxWithoutAStampOrOfAnotherModule() {
    Map<String, byte[]> sources = Map.of("blur.cu", SOURCE, "darkroom.cuh", HEADER);
    assertThat(problem(stamp(""), sources)).contains("not built by build-kernels");
    assertThat(problem(stamp("// nvcc 13.0.88 -ptx"), sources)).isPresent();
    assertThat(STAMP.problem("sharpen", file -> Optional.of(SOURCE)))
        .contains("not built by build-kernels");
  }

  @Test
  void recognizesItsMachineCode() {
    assertThat(STAMP.matches("blur.fatbin", CODE)).isTrue();
    assertThat(STAMP.matches("blur.fatbin", SOURCE)).isFalse();
    assertThat(STAMP.matches("sharpen.fatbin", CODE)).isFalse();
  }
}
