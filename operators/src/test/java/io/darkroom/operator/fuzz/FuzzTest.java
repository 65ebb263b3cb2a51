package io.darkroom.operator.fuzz;

import io.darkroom.fuzz.Fuzzer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No chain and no picture stops a task. */
@Tag("slow")
class FuzzTest {

  @ParameterizedTest
  @ValueSource(classes = {FilterArgumentsFuzz.class, ImageDecodeFuzz.class})
  void hostileInputIsRefusedWithACode(Class<?> target) throws Exception {
    Fuzzer.fuzz(target);
  }
}
