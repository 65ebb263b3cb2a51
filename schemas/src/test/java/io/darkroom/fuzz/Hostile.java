package io.darkroom.fuzz;

import io.darkroom.error.DarkroomException;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls code with input that may be anything. */
public final class Hostile {

  private Hostile() {}

  /** Returns the result; empty if the input was refused with a code. Passes other failures on. */
  public static <T> Optional<T> call(Supplier<T> code) {
    try {
      return Optional.of(code.get());
    } catch (DarkroomException e) {
      require(e.code() != null && !e.getMessage().isBlank(), "a code and a message");
      return Optional.empty();
    }
  }

  /** Fails if the code under test does not keep what it promises. */
  public static void require(boolean kept, String promise) {
    if (!kept) {
      throw new IllegalStateException("expected: " + promise);
    }
  }
}
