package io.darkroom.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuIdTest {

  @Test
  void hasTheFormatOfNvidiaSmi() {
    String uuid = "c7384736-a75d-5afc-978f-d2f1294409fd";

    assertThat(new GpuId("GPU-" + uuid)).hasToString("GPU-" + uuid);
    assertThat(new GpuId("MIG-C7384736-A75D-5AFC-978F-D2F1294409FD")).hasToString("MIG-" + uuid);
    assertThat(new GpuId("007")).isEqualTo(new GpuId("7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 0",
        "-1",
        "12345",
        "first",
        "c7384736-a75d-5afc-978f-d2f1294409fd",
        "GPU-c7384736",
        "MIG-GPU-c7384736-a75d-5afc-978f-d2f1294409fd/1/0"
      })
  void refusesAnInvalidId(String text) {
    assertThatThrownBy(() -> new GpuId(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("gpu: " + text + " (expected: a UUID such as GPU-");
  }
}
