package io.darkroom.gateway.source;

import io.darkroom.error.DarkroomException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where the frames of a source are, as {@code Source.uri} says it. Its text, logs and messages show
 * it {@link #redacted}.
 *
 * @param kind what its scheme stands for
 * @param text as it was given, secrets included
 */
public record SourceUri(Kind kind, String text) {

  /** What stands in the place of a secret. */
  public static final String HIDDEN = "***";

  private static final Pattern PASSWORD = Pattern.compile("(?<=://)([^\\s/?#:@]*):([^\\s/?#]*)@");
  private static final Pattern SECRET_ARGUMENT =
      Pattern.compile(
          "([?&][^=&#\\s]*(?:pass|pwd|token|secret|key|auth|sig|credential)[^=&#\\s]*=)([^&#\\s]+)",
          Pattern.CASE_INSENSITIVE);

  /** What a scheme stands for. */
  public enum Kind {
    RTSP("rtsp", "rtsps"),
    HTTP("http", "https"),
    VIDEO("video"),
    IMAGES("images"),
    CAMERA("camera"),
    TEST("test");

    private final String[] schemes;

    Kind(String... schemes) {
      this.schemes = schemes;
    }

    /** Whether it is fetched over the network. */
    public boolean remote() {
      return this == RTSP || this == HTTP;
    }

    static Optional<Kind> of(String scheme) {
      return Arrays.stream(values())
          .filter(kind -> Arrays.asList(kind.schemes).contains(scheme))
          .findFirst();
    }

    static String names() {
      return Arrays.stream(values())
          .flatMap(kind -> Arrays.stream(kind.schemes))
          .map(scheme -> scheme + ":")
          .collect(Collectors.joining(", "));
    }
  }

  /** Throws {@code INVALID_ARGUMENT} where the scheme is none of ours, or nothing follows it. */
  public static SourceUri parse(String text) {
    int colon = text.indexOf(':');
    String scheme = colon < 0 ? "" : text.substring(0, colon).toLowerCase(Locale.ROOT);
    Kind kind = Kind.of(scheme).orElseThrow(() -> invalid(text, "one of " + Kind.names()));
    String rest = text.substring(colon + 1);
    if (rest.isEmpty() || (kind.remote() && !rest.matches("//[^/\\s].*"))) {
      throw invalid(text, kind.remote() ? scheme + "://host/…" : scheme + ":NAME");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(text, "no control characters");
    }
    return new SourceUri(kind, text);
  }

  private static DarkroomException invalid(String text, String expected) {
    return DarkroomException.invalid(
        "uri", "uri: %s (expected: %s). Correct it.".formatted(redact(text), expected));
  }

  /** What follows the scheme and its colon: a name, a path, a graph. */
  public String rest() {
    return text.substring(text.indexOf(':') + 1);
  }

  /** The text with *** in the place of passwords, and of arguments that are named like secrets. */
  public String redacted() {
    return redact(text);
  }

  /** The same for any text that may hold URLs. */
  public static String redact(String text) {
    String hidden =
        PASSWORD.matcher(text).replaceAll("$1:" + Matcher.quoteReplacement(HIDDEN + "@"));
    return SECRET_ARGUMENT.matcher(hidden).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
  }

  /**
   * This, or the earlier one where the text is how that one is shown: a definition that was read,
   * and sent back, keeps its secrets.
   */
  public SourceUri keepingSecretsOf(SourceUri earlier) {
    return text.equals(earlier.redacted()) ? earlier : this;
  }

  @Override
  public String toString() {
    return redacted();
  }
}
