package io.darkroom.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.darkroom.error.DarkroomException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelsTest {

  private static Map<String, String> labels(int count) {
    return IntStream.range(0, count).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
  }

  @Test
  void keepsLabelsWithinTheLimits() {
    Map<String, String> labels = Map.of("site/floor_1.a-b", "Halle 3, Süd", "empty", "");
    assertThat(Labels.require(labels)).isEqualTo(labels);
    assertThat(Labels.require(labels(64))).hasSize(64);
    assertThat(Labels.require(Map.of("k".repeat(63), "v".repeat(256)))).hasSize(1);
  }

  @Test
  void refusesLabelsBeyondTheLimits() {
    assertRefused(labels(65), "labels: 65 (expected: at most 64)");
    assertRefused(Map.of("k".repeat(64), ""), "(expected: 1 to 63 letters");
    assertRefused(Map.of("", "v"), "(expected: 1 to 63 letters");
    assertRefused(Map.of("a b", "v"), "labels: key");
    assertRefused(Map.of("k", "v".repeat(257)), "257 characters (expected: at most 256)");
  }

  private static void assertRefused(Map<String, String> labels, String text) {
    assertThatThrownBy(() -> Labels.require(labels))
        .isInstanceOf(DarkroomException.class)
        .hasMessageContaining(text);
  }
}
