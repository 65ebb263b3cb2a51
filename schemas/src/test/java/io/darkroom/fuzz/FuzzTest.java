package io.darkroom.fuzz;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No input crashes or hangs what reads it. */
@Tag("slow")
class FuzzTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        ChainFuzz.class,
        FrameFuzz.class,
        RecordFuzz.class,
        ImageHeaderFuzz.class,
        PipelineFuzz.class
      })
  void hostileInputIsRefusedWithACode(Class<?> target) throws Exception {
    Fuzzer.fuzz(target);
  }
}
