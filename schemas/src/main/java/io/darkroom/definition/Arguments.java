package io.darkroom.definition;

import java.util.Map;

/** The arguments of one step: a typed value for every parameter of the filter. Immutable. */
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

  /** Returns the value of a whole-number parameter. */
  public int whole(String parameterId) {
    return (int) number(parameterId);
  }

  public boolean flag(String parameterId) {
    return (Boolean) value(parameterId);
  }

  /** Returns a colour as 0xRRGGBB. */
  public int colour(String parameterId) {
    return (Integer) value(parameterId);
  }

  private Object value(String parameterId) {
    Object value = values.get(parameterId);
    if (value == null) {
      throw new IllegalArgumentException(
          "parameter: %s (expected: one of %s). Use a name from the definition."
              .formatted(parameterId, values.keySet()));
    }
    return value;
  }
}
