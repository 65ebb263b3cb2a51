package io.darkroom.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Fuzzes a target: a class with a method {@code public static void fuzzerTestOneInput(byte[])},
 * which fails if it throws, and optionally {@code fuzzerInitialize()}.
 *
 * <p>Its seeds are the files in {@code src/test/resources/fuzz/NAME}. Inputs that fail are written
 * to {@code target/fuzz/NAME}.
 */
public final class Fuzzer {

  private static final long INPUTS = Long.getLong("darkroom.fuzz.inputs", 20_000);
  private static final long SEED = Long.getLong("darkroom.fuzz.seed", 1);
  private static final boolean GUIDED = Boolean.getBoolean("darkroom.fuzz.guided");

  private Fuzzer() {}

  /** Runs the seeds and mutations of them; if {@code darkroom.fuzz.guided}, with Jazzer. */
  public static void fuzz(Class<?> target) throws Exception {
    Path seeds = Path.of("src/test/resources/fuzz", target.getSimpleName());
    Path found = Files.createDirectories(Path.of("target/fuzz", target.getSimpleName()));
    if (GUIDED) {
      Jazzer.fuzz(target, INPUTS, seeds, found);
      return;
    }
    List<byte[]> inputs = read(seeds);
    Mutator mutator = new Mutator(inputs, SEED);
    WatchedTarget watched = new WatchedTarget(target, found);
    watched.run(index -> index < inputs.size() ? inputs.get((int) index) : mutator.next(), INPUTS);
  }

  private static List<byte[]> read(Path folder) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        inputs.add(Files.readAllBytes(file));
      }
    }
    return inputs;
  }
}
