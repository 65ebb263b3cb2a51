package io.darkroom.chain;

import io.darkroom.chain.Step.Argument;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the text of a chain by recursive descent.
 *
 * <pre>
 * chain    = [ step { "|" step } ]
 * step     = name [ "(" [ argument { "," argument } ] ")" ]
 * argument = name "=" value
 * name     = ( letter | "_" ) { letter | digit | "_" }
 * value    = bare | '"' { character | '\' character } '"'
 * bare     = one or more of letters, digits and _ . + - #
 * </pre>
 */
final class ChainParser {

  private static final int MAX_LENGTH = Chain.MAX_LENGTH;
  private static final int MAX_STEPS = Chain.MAX_STEPS;

  private final String text;
  private int at;

  ChainParser(String text) {
    this.text = text;
  }

  Chain parse() {
    if (text.length() > MAX_LENGTH) {
      throw fail(MAX_LENGTH, text.length() + " characters", "at most " + MAX_LENGTH, "Shorten it.");
    }
    skipSpace();
    if (atEnd()) {
      return Chain.EMPTY;
    }
    List<Step> steps = new ArrayList<>();
    do {
      steps.add(step());
      if (steps.size() > MAX_STEPS) {
        throw fail(
            steps.get(MAX_STEPS).column() - 1,
            "more than " + MAX_STEPS + " filters",
            "at most " + MAX_STEPS,
            "Split the chain.");
      }
    } while (accept('|'));
    if (!atEnd()) {
      throw unexpected("'|' or the end of the chain", "Separate filters with '|'.");
    }
    return new Chain(steps);
  }

  private Step step() {
    skipSpace();
    int column = at + 1;
    String filterId = name("a filter name", "Name a filter, such as grayscale.");
    List<Argument> arguments = new ArrayList<>();
    if (accept('(') && !accept(')')) {
      do {
        arguments.add(argument());
      } while (accept(','));
      expect(')', "',' or ')'", "Close the arguments with ')'.");
    }
    return new Step(filterId, arguments, column);
  }

  private Argument argument() {
    skipSpace();
    int column = at + 1;
    String name = name("a parameter name", "Write arguments as name=value.");
    expect('=', "'='", "Write arguments as name=value.");
    skipSpace();
    int valueColumn = at + 1;
    return new Argument(name, value(), column, valueColumn);
  }

  private String name(String expected, String fix) {
    int start = at;
    while (!atEnd() && isNamePart(text.charAt(at), at == start)) {
      at++;
    }
    if (at == start) {
      throw unexpected(expected, fix);
    }
    return text.substring(start, at);
  }

  private String value() {
    if (!atEnd() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (!atEnd() && isBare(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw unexpected("a value", "Put values with other characters in double quotes.");
    }
    return text.substring(start, at);
  }

  private String quoted() {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (!atEnd()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      if (c == '\\' && !atEnd()) {
        c = text.charAt(at++);
      }
      value.append(c);
    }
    throw fail(start, "unclosed quotes", "a closing '\"'", "Close the quotes.");
  }

  private boolean accept(char wanted) {
    skipSpace();
    if (atEnd() || text.charAt(at) != wanted) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char wanted, String expected, String fix) {
    if (!accept(wanted)) {
      throw unexpected(expected, fix);
    }
  }

  private void skipSpace() {
    while (!atEnd() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean atEnd() {
    return at >= text.length();
  }

  private static boolean isNamePart(char c, boolean first) {
    return isLetter(c) || c == '_' || (!first && isDigit(c));
  }

  private static boolean isBare(char c) {
    return isLetter(c) || isDigit(c) || "_.+-#".indexOf(c) >= 0;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private DarkroomException unexpected(String expected, String fix) {
    return fail(at, atEnd() ? "the end" : "'" + text.charAt(at) + "'", expected, fix);
  }

  private static DarkroomException fail(int index, String what, String expected, String fix) {
    return ChainProblems.of(
        List.of(
            new Problem(
                "chain", index + 1, "%s (expected: %s). %s".formatted(what, expected, fix))));
  }
}
