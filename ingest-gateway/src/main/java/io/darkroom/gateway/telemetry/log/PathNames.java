package io.darkroom.gateway.telemetry.log;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the stream, pipeline, source or preset that a path names, as a field of log lines and
 * spans.
 */
public final class PathNames {

  private static final Pattern FORM =
      Pattern.compile("/v1/(stream|pipeline|source|preset)s/([A-Za-z0-9._-]{1,128})(?:[/:].*)?");

  private PathNames() {}

  /** Such as stream=cam; empty if the path names none. */
  public static Map<String, String> of(String path) {
    Matcher names = FORM.matcher(path);
    return names.matches() ? Map.of(names.group(1), names.group(2)) : Map.of();
  }
}
