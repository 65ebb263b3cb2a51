package io.darkroom.gateway.rpc.validation;

import build.buf.validate.FieldRules;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import io.darkroom.frame.Names;
import java.util.List;
import java.util.Optional;

/** Words the rules of a field, and how to fix a value that breaks them. */
record Expectation(String text, String fix) {

  private static final String CORRECT = "Correct it.";

  /** Empty if the field has no rule that this class can word. */
  static Optional<Expectation> of(FieldRules rules) {
    FieldDescriptor set =
        rules.getOneofFieldDescriptor(rules.getDescriptorForType().getOneofs().get(0));
    if (set == null) {
      return rules.getRequired()
          ? Optional.of(new Expectation("a value", CORRECT))
          : Optional.empty();
    }
    Message typed = (Message) rules.getField(set);
    return choice(typed).or(() -> pattern(typed)).or(() -> length(typed)).or(() -> range(typed));
  }

  static Expectation oneOf(List<FieldDescriptor> fields) {
    return new Expectation(
        listed(fields.stream().map(FieldDescriptor::getJsonName).toList()), "Give one of them.");
  }

  private static Optional<Expectation> choice(Message rules) {
    return rule(rules, "in")
        .map(values -> (List<?>) values)
        .map(values -> values.stream().map(String::valueOf).filter(v -> !v.isEmpty()).toList())
        .map(values -> new Expectation(listed(values), "Choose one of them."));
  }

  private static Optional<Expectation> pattern(Message rules) {
    return rule(rules, "pattern")
        .map(
            pattern ->
                String.valueOf(pattern).contains(Names.PATTERN)
                    ? new Expectation(Names.EXPECTED, "Choose another name.")
                    : new Expectation("text that matches " + pattern, CORRECT));
  }

  private static Optional<Expectation> length(Message rules) {
    String unit =
        rules.getDescriptorForType().getName().equals("BytesRules") ? "bytes" : "characters";
    return between(rules, "min_len", "max_len")
        .map(text -> new Expectation(text + " " + unit, CORRECT));
  }

  private static Optional<Expectation> range(Message rules) {
    Optional<String> above = rule(rules, "gt").map(limit -> "above " + shown(limit));
    Optional<String> upTo = rule(rules, "lte").map(limit -> "up to " + shown(limit));
    Optional<String> text =
        above.isPresent()
            ? Optional.of(above.get() + upTo.map(", "::concat).orElse(""))
            : between(rules, "gte", "lte");
    return text.map(words -> new Expectation(words, CORRECT));
  }

  private static Optional<String> between(Message rules, String least, String most) {
    Optional<String> min = rule(rules, least).map(Expectation::shown);
    Optional<String> max = rule(rules, most).map(Expectation::shown);
    if (min.isPresent() && max.isPresent()) {
      return Optional.of(min.get() + " to " + max.get());
    }
    return min.map("at least "::concat).or(() -> max.map("at most "::concat));
  }

  private static Optional<Object> rule(Message rules, String name) {
    FieldDescriptor field = rules.getDescriptorForType().findFieldByName(name);
    if (field == null) {
      return Optional.empty();
    }
    boolean set =
        field.isRepeated() ? rules.getRepeatedFieldCount(field) > 0 : rules.hasField(field);
    return set ? Optional.of(rules.getField(field)) : Optional.empty();
  }

  /** Writes whole numbers without a fraction. */
  private static String shown(Object limit) {
    if (limit instanceof Duration duration) {
      return Durations.toString(duration);
    }
    return limit instanceof Double number && number == Math.rint(number)
        ? String.valueOf(number.longValue())
        : String.valueOf(limit);
  }

  private static String listed(List<String> values) {
    int last = values.size() - 1;
    return last < 1
        ? String.join("", values)
        : String.join(", ", values.subList(0, last)) + " or " + values.get(last);
  }
}
