package io.darkroom.chain;

import io.darkroom.error.DarkroomException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An ordered list of filters with their arguments as written; immutable.
 *
 * <p>Text form: {@code grayscale(algorithm=bt709) | gaussian_blur(sigma=2.5)}. An empty chain
 * leaves the picture unchanged. {@link ChainValidator} checks that the filters exist.
 */
public record Chain(List<Step> steps) {

  public static final Chain EMPTY = new Chain(List.of());

  /** Maximum length of the text form, in characters. */
  public static final int MAX_LENGTH = 4096;

  public static final int MAX_STEPS = 32;

  public Chain {
    steps = List.copyOf(steps);
  }

  /**
   * Reads the text form.
   *
   * @throws DarkroomException {@code INVALID_CHAIN} with the column of the first mistake
   */
  public static Chain parse(String text) {
    return new ChainParser(text).parse();
  }

  /** Returns the canonical text. Parsing it gives an equal chain, except for columns. */
  @Override
  public String toString() {
    return steps.stream().map(Step::toString).collect(Collectors.joining(" | "));
  }
}
