package io.darkroom.definition;

import java.util.List;

/** A parameter of a filter: its name, its valid values, and how to parse them. */
public sealed interface Parameter
    permits Parameter.Select,
        Parameter.Numeric,
        Parameter.Checkbox,
        Parameter.Text,
        Parameter.Colour {

  String id();

  String title();

  String help();

  /** Returns the default value as written in a chain; always valid. */
  String defaultValue();

  /** Returns the type of control: select, range, number, checkbox, text or colour. */
  String type();

  /** Describes the valid values, for error messages. */
  String expected();

  /**
   * Parses a value to a String, Double, Boolean or, for a colour, an Integer 0xRRGGBB.
   *
   * @throws IllegalArgumentException if the value is not {@link #expected}
   */
  Object parse(String text);

  /** One of a list of options. */
  record Select(String id, String title, String help, List<String> options, String defaultValue)
      implements Parameter {

    public Select {
      options = List.copyOf(options);
    }

    @Override
    public String type() {
      return "select";
    }

    @Override
    public String expected() {
      return "one of " + String.join(", ", options);
    }

    @Override
    public String parse(String text) {
      require(options.contains(text));
      return text;
    }
  }

  /**
   * A number from {@code min} to {@code max}, both inclusive.
   *
   * @param slider whether to show a slider (type range) or an input field (type number)
   * @param step the step of the control
   * @param stepped whether values between the steps are refused
   * @param unit such as px; may be empty
   */
  record Numeric(
      String id,
      String title,
      String help,
      boolean slider,
      double min,
      double max,
      double step,
      boolean stepped,
      String unit,
      String defaultValue)
      implements Parameter {

    /** Creates a slider that accepts only its steps, such as whole or odd numbers. */
    public static Numeric steps(
        String id, String title, String help, int min, int max, int step, String unit, int value) {
      return new Numeric(
          id, title, help, true, min, max, step, true, unit, Integer.toString(value));
    }

    /** Creates a slider that accepts any number in its range. */
    public static Numeric range(
        String id, String title, String help, double min, double max, double step, double value) {
      return new Numeric(id, title, help, true, min, max, step, false, "", text(value));
    }

    /** Creates an input field for a whole number. */
    public static Numeric whole(
        String id, String title, String help, int min, int max, String unit, int value) {
      return new Numeric(id, title, help, false, min, max, 1, true, unit, Integer.toString(value));
    }

    @Override
    public String type() {
      return slider ? "range" : "number";
    }

    @Override
    public String expected() {
      String between = "%s to %s".formatted(text(min), text(max));
      if (!stepped) {
        return "a number from " + between;
      }
      return step == 1
          ? "a whole number from " + between
          : "%s in steps of %s".formatted(between, text(step));
    }

    @Override
    public Double parse(String text) {
      double value = Double.parseDouble(text);
      require(value >= min && value <= max);
      require(!stepped || Math.rint((value - min) / step) == (value - min) / step);
      return value;
    }

    private static String text(double value) {
      return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
  }

  /** A boolean. */
  record Checkbox(String id, String title, String help, String defaultValue) implements Parameter {

    @Override
    public String type() {
      return "checkbox";
    }

    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public Boolean parse(String text) {
      require(text.equals("true") || text.equals("false"));
      return Boolean.valueOf(text);
    }
  }

  /** Free text. */
  record Text(String id, String title, String help, int maxLength, String defaultValue)
      implements Parameter {

    @Override
    public String type() {
      return "text";
    }

    @Override
    public String expected() {
      return "at most " + maxLength + " characters";
    }

    @Override
    public String parse(String text) {
      require(text.length() <= maxLength);
      return text;
    }
  }

  /** A colour, written #rrggbb. */
  record Colour(String id, String title, String help, String defaultValue) implements Parameter {

    @Override
    public String type() {
      return "colour";
    }

    @Override
    public String expected() {
      return "#rrggbb";
    }

    @Override
    public Integer parse(String text) {
      require(text.matches("#[0-9a-fA-F]{6}"));
      return Integer.valueOf(text.substring(1), 16);
    }
  }

  private static void require(boolean valid) {
    if (!valid) {
      throw new IllegalArgumentException();
    }
  }
}
