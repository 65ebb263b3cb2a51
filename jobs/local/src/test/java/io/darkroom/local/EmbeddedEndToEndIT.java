package io.darkroom.local;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** End-to-end tests on the embedded broker that {@code ./darkroom up} starts. */
class EmbeddedEndToEndIT extends EndToEnd {

  private static TestStack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = TestStack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Override
  TestStack stack() {
    return stack;
  }
}
