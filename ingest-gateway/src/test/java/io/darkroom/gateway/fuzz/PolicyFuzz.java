package io.darkroom.gateway.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.fuzz.Hostile;
import io.darkroom.gateway.policy.PolicyFile;
import java.nio.file.Path;

/** A policy file. */
public final class PolicyFuzz {

  private static final Path FILE = Path.of("policy.yaml");

  private PolicyFuzz() {}

  public static void fuzzerTestOneInput(byte[] input) {
    Hostile.call(() -> PolicyFile.parse(FILE, new String(input, UTF_8)));
  }
}
