package io.darkroom.filter;

import io.darkroom.definition.Arguments;
import io.darkroom.definition.Parameter;
import java.util.Arrays;
import java.util.Locale;

/** A select parameter whose options are the constants of an enum, written in lower case. */
public record Choice<E extends Enum<E>>(Parameter.Select parameter, Class<E> type) {

  public static <E extends Enum<E>> Choice<E> of(String id, String title, String help, E preset) {
    Class<E> type = preset.getDeclaringClass();
    var options = Arrays.stream(type.getEnumConstants()).map(Choice::text).toList();
    return new Choice<>(new Parameter.Select(id, title, help, options, text(preset)), type);
  }

  public E in(Arguments arguments) {
    return Enum.valueOf(type, arguments.text(parameter.id()).toUpperCase(Locale.ROOT));
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
