package io.darkroom.job;

import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses memory sizes in Flink's notation: 1073741824, 1024m or 1g. */
final class MemorySizeConverter implements ITypeConverter<MemorySize> {

  @Override
  public MemorySize convert(String text) {
    try {
      return MemorySize.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "%s (expected: a size such as 512m or 2g). Correct it.".formatted(text));
    }
  }
}
