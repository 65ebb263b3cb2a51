package io.darkroom.gateway.source;

import io.darkroom.error.DarkroomException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something to fetch over a network.
 *
 * @param scheme rtsp, rtsps, http or https
 * @param user as written, percent-encoded; empty for none
 * @param password as written, percent-encoded; empty for none
 * @param host a name, an IPv4 address or an IPv6 address in brackets; in small letters
 * @param port that of the scheme where none was written
 * @param rest path and query, from the first slash or question mark on; may be empty
 */
public record RemoteUri(
    String scheme, String user, Optional<String> password, String host, int port, String rest)
    implements SourceUri {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>[a-z]+)://"
              + "((?<user>[^\\s/?#@:\\\\]*)(:(?<password>[^\\s/?#@\\\\]*))?@)?"
              + "(?<host>[A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])"
              + "(:(?<port>\\d{1,5}))?"
              + "(?<rest>([/?][^\\s\\\\]*)?)");

  /**
   * @throws DarkroomException {@code INVALID_ARGUMENT} on {@code uri}
   */
  static RemoteUri parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw SourceUri.invalid(
          text.replaceFirst(":.*", "://…"),
          "SCHEME://USER:PASSWORD@HOST:PORT/PATH",
          "Write '@', ':', '/' and spaces in a user or password as %40, %3A, %2F and %20.");
    }
    String scheme = form.group("scheme");
    String port = form.group("port");
    return new RemoteUri(
        scheme,
        Optional.ofNullable(form.group("user")).orElse(""),
        Optional.ofNullable(form.group("password")),
        form.group("host").toLowerCase(Locale.ROOT),
        port == null ? defaultPort(scheme) : checkedPort(Integer.parseInt(port)),
        form.group("rest"));
  }

  private static int checkedPort(int port) {
    if (port < 1 || port > 65_535) {
      throw SourceUri.invalid("port " + port, "1 to 65535", "Correct the port.");
    }
    return port;
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "rtsp" -> 554;
      case "rtsps" -> 322;
      case "http" -> 80;
      case "https" -> 443;
      default -> throw new IllegalArgumentException(scheme);
    };
  }

  @Override
  public String text() {
    return withCredentials(password, rest);
  }

  @Override
  public String redacted() {
    return withCredentials(
        password.map(p -> p.isEmpty() ? p : Secrets.HIDDEN), Secrets.hideParameters(rest));
  }

  private String withCredentials(Optional<String> shown, String shownRest) {
    String secret = shown.map(p -> ":" + p).orElse("");
    String credentials = user.isEmpty() && secret.isEmpty() ? "" : user + secret + "@";
    String address = port == defaultPort(scheme) ? host : host + ":" + port;
    return scheme + "://" + credentials + address + shownRest;
  }

  /** The same on another host, with everything else as it is. */
  public RemoteUri at(String otherHost) {
    return new RemoteUri(scheme, user, password, otherHost, port, rest);
  }

  /** Only those of the same host and user: a password may not be had by sending it elsewhere. */
  @Override
  public RemoteUri withSecretsOf(Optional<SourceUri> present) {
    if (!text().contains(Secrets.HIDDEN)) {
      return this;
    }
    RemoteUri other =
        present
            .filter(RemoteUri.class::isInstance)
            .map(RemoteUri.class::cast)
            .filter(this::isSameAccess)
            .orElseThrow(this::unknownSecret);
    return new RemoteUri(
        scheme,
        user,
        password.map(p -> p.equals(Secrets.HIDDEN) ? other.requirePassword(this) : p),
        host,
        port,
        Secrets.fill(rest, other.rest).orElseThrow(this::unknownSecret));
  }

  private String requirePassword(RemoteUri wanted) {
    return password.orElseThrow(wanted::unknownSecret);
  }

  private boolean isSameAccess(RemoteUri other) {
    return scheme.equals(other.scheme)
        && host.equals(other.host)
        && port == other.port
        && user.equals(other.user);
  }

  private DarkroomException unknownSecret() {
    return SourceUri.invalid(
        redacted(),
        "the password itself, as *** stands for one only at the same host and user",
        "Write the password.");
  }

  @Override
  public String toString() {
    return redacted();
  }
}
