package io.darkroom.gateway.telemetry.log;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a path says that a call is about, under the names that lines and spans have for it. */
public final class PathNames {

  private static final Pattern FORM =
      Pattern.compile("/v1/(stream|pipeline|source)s/([A-Za-z0-9._-]{1,128})(?:[/:].*)?");

  private PathNames() {}

  /** Such as stream=cam; empty where it does not say. */
  public static Map<String, String> of(String path) {
    Matcher names = FORM.matcher(path);
    return names.matches() ? Map.of(names.group(1), names.group(2)) : Map.of();
  }
}
