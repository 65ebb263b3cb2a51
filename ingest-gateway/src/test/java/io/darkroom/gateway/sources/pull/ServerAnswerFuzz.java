package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/** The first bytes of what a server sends: of which kind they are, and their name in a message. */
public final class ServerAnswerFuzz {

  private static final int HEAD_BYTES = 1_024;

  private ServerAnswerFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    byte[] head = Arrays.copyOf(input, Math.min(input.length, HEAD_BYTES));
    BodyKind.of(new String(head, ISO_8859_1).lines().findFirst().orElse(""), head);
    BodyKind.describe(head);
  }
}
