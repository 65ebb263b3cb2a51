package io.darkroom.job;

import io.darkroom.operator.OperatorOptions;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses a number of codec threads, or {@code auto}. */
final class CodecThreadsConverter implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String value) {
    if (value.equals("auto")) {
      return OperatorOptions.AUTO;
    }
    if (value.matches("\\d{1,2}")
        && Integer.parseInt(value) <= OperatorOptions.MOST_CODEC_THREADS) {
      return Integer.valueOf(value);
    }
    throw new TypeConversionException(
        "%s (expected: auto, or 0 to %d). Choose one of these."
            .formatted(value, OperatorOptions.MOST_CODEC_THREADS));
  }
}
