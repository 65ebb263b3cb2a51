package io.darkroom.gateway.sources.pull;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An http or https URL. Hosts may contain {@code _}, which {@link URI} does not accept as a host.
 *
 * @param host without brackets
 * @param userInfo as written, percent-encoded
 */
record HttpAddress(URI uri, boolean secure, String host, int port, Optional<String> userInfo) {

  private static final Pattern AUTHORITY =
      Pattern.compile(
          "((?<user>[^@]*)@)?(?<host>[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(:(?<port>\\d{1,5})?)?");
  private static final Pattern UNESCAPED = Pattern.compile("[\\s\"<>\\\\^`{|}]|[^\\x00-\\x7f]");
  private static final String HEX = "%%%02X";

  /** Throws {@link DarkroomException} if it is not well-formed, or has another scheme. */
  static HttpAddress parse(String text) {
    return of(uri(text));
  }

  /** Returns the target of a redirect, or of an entry of a playlist. */
  HttpAddress resolve(String reference) {
    return of(uri.resolve(uri(reference)));
  }

  private static URI uri(String text) {
    try {
      return URI.create(UNESCAPED.matcher(text.trim()).replaceAll(c -> escaped(c.group())));
    } catch (IllegalArgumentException e) {
      // The exception's message quotes the URL, and with it passwords.
      throw DarkroomException.invalid(
          "uri", "uri: not well-formed (expected: http://host/path). Correct it.");
    }
  }

  private static String escaped(String character) {
    StringBuilder escaped = new StringBuilder();
    for (byte part : character.getBytes(StandardCharsets.UTF_8)) {
      escaped.append(HEX.formatted(part & 0xff));
    }
    return escaped.toString();
  }

  private static HttpAddress of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    Matcher form = AUTHORITY.matcher(authority);
    boolean secure = scheme.equals("https");
    if (!secure && !scheme.equals("http") || !form.matches()) {
      throw new DarkroomException(
          ErrorCode.FORBIDDEN,
          "address: %s: (expected: http: or https:, with a host). Choose another."
              .formatted(scheme));
    }
    int port = portOf(form.group("port"), secure);
    return new HttpAddress(
        uri,
        secure,
        form.group("host").replaceAll("^\\[|]$", ""),
        port,
        Optional.ofNullable(form.group("user")));
  }

  private static int portOf(String text, boolean secure) {
    if (text == null) {
      return secure ? 443 : 80;
    }
    int port = Integer.parseInt(text);
    if (port < 1 || port > 65_535) {
      throw DarkroomException.invalid(
          "uri", "port: %d (expected: 1 to 65535). Correct the port.".formatted(port));
    }
    return port;
  }

  /** What a request line names: path and query. */
  String target() {
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** The server, as users know it. */
  String server() {
    return CheckedHost.server(host, port);
  }

  /** Identifies the server for credentials. */
  String origin() {
    return (secure ? "https://" : "http://") + server().toLowerCase(Locale.ROOT);
  }

  /** The URL without user and password. */
  String text() {
    return origin() + target();
  }
}
