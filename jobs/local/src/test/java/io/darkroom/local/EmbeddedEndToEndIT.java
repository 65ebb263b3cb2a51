package io.darkroom.local;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** On the broker that {@code ./darkroom up} starts. */
class EmbeddedEndToEndIT {

  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Nested
  class Pixels extends PixelTests {
    @Override
    Stack stack() {
      return stack;
    }
  }

  @Nested
  class Streams extends StreamTests {
    @Override
    Stack stack() {
      return stack;
    }
  }

  @Nested
  class Refusals extends RefusalTests {
    @Override
    Stack stack() {
      return stack;
    }
  }
}
