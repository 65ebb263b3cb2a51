package io.darkroom.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.chain.Chain;

/** The text of a chain; its canonical text gives the same chain. */
public final class ChainFuzz {

  private ChainFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Hostile.call(() -> Chain.parse(new String(input, UTF_8)).toString())
        .ifPresent(
            text -> Hostile.require(Chain.parse(text).toString().equals(text), "the same chain"));
  }
}
