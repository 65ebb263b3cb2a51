package io.darkroom.telemetry.log;

import java.util.regex.Pattern;

/** Redacts secrets in a log line: credentials in URLs, and values such as {@code password=…}. */
final class Redaction {

  private static final Pattern URL_CREDENTIALS =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{0,20}://)[^/@\\s\"\\\\]{1,500}@");

  private static final Pattern NAMED =
      Pattern.compile(
          "((?:password|passwd|secret|token|api[-_]?key|authorization)"
              + "\\\\?[\"']?\\s{0,3}[=:]\\s{0,3}\\\\?[\"']?(?:(?:bearer|basic)\\s)?)"
              + "[^\\s&,;\"'\\\\})]+",
          Pattern.CASE_INSENSITIVE);

  private Redaction() {}

  static String of(String line) {
    String withoutCredentials = URL_CREDENTIALS.matcher(line).replaceAll("$1***@");
    return NAMED.matcher(withoutCredentials).replaceAll("$1***");
  }
}
