package io.darkroom.local;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** On the broker that {@code ./darkroom up} starts. */
class EmbeddedEndToEndIT extends EndToEnd {

  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Override
  Stack stack() {
    return stack;
  }
}
