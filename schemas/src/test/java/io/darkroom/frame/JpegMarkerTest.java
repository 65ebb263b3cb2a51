package io.darkroom.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JpegMarkerTest {

  @Test
  void knowsTheMarkersOfTheStandard() {
    assertThat(all(JpegMarker::isRestart)).containsExactlyElementsOf(range(0xd0, 0xd7));
    assertThat(all(JpegMarker::standsAlone)).hasSize(9).contains(0x01, 0xd0, 0xd7);
    assertThat(all(JpegMarker::startsFrame))
        .containsExactly(
            0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf);
  }

  private static List<Integer> all(IntPredicate matching) {
    return IntStream.rangeClosed(0, 255).filter(matching).boxed().toList();
  }

  private static List<Integer> range(int first, int last) {
    return IntStream.rangeClosed(first, last).boxed().toList();
  }
}
