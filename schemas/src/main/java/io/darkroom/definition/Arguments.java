package io.darkroom.definition;

import java.util.Map;

/** The settings of one step: every parameter of the filter has a value of its type. Immutable. */
public record Arguments(Map<String, Object> values) {

  public Arguments {
    values = Map.copyOf(values);
  }

  public String text(String parameterId) {
    return (String) value(parameterId);
  }

  public double number(String parameterId) {
    return (Double) value(parameterId);
  }

  /** A stepped number with whole steps. */
  public int whole(String parameterId) {
    return (int) number(parameterId);
  }

  public boolean flag(String parameterId) {
    return (Boolean) value(parameterId);
  }

  /** 0xRRGGBB. */
  public int colour(String parameterId) {
    return (Integer) value(parameterId);
  }

  private Object value(String parameterId) {
    Object value = values.get(parameterId);
    if (value == null) {
      throw new IllegalArgumentException(
          "parameter: %s (expected: one of %s). Name it as the definition does."
              .formatted(parameterId, values.keySet()));
    }
    return value;
  }
}
