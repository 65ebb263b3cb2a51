package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.v1.Credentials;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URI of a source on the network.
 *
 * @param scheme rtsp, rtsps, http, https, rtmp or srt; lower case
 * @param user as written, percent-encoded; empty if absent
 * @param password as written, percent-encoded; empty if absent
 * @param host a name, an IPv4 address or an IPv6 address in brackets; lower case
 * @param port the scheme's default if absent
 * @param rest path and query, starting at the first slash or question mark; may be empty
 */
public record RemoteUri(
    String scheme, String user, Optional<String> password, String host, int port, String rest)
    implements SourceUri {

  private static final Pattern FORM =
      Pattern.compile(
          "(?<scheme>[A-Za-z]+)://"
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
          Escapes.advice(text));
    }
    String scheme = form.group("scheme").toLowerCase(Locale.ROOT);
    String port = form.group("port");
    return new RemoteUri(
        scheme,
        Optional.ofNullable(form.group("user")).orElse(""),
        Optional.ofNullable(form.group("password")),
        form.group("host").toLowerCase(Locale.ROOT),
        port == null ? portOf(scheme) : checkedPort(Integer.parseInt(port)),
        form.group("rest"));
  }

  private static int checkedPort(int port) {
    if (port < 1 || port > 65_535) {
      throw SourceUri.invalid("port " + port, "1 to 65535", "Correct the port.");
    }
    return port;
  }

  private static int portOf(String scheme) {
    if (scheme.equals("srt")) {
      throw SourceUri.invalid("srt://… without a port", "srt://HOST:PORT", "Add the port.");
    }
    return defaultPort(scheme);
  }

  private static int defaultPort(String scheme) {
    return switch (scheme) {
      case "rtsp" -> 554;
      case "rtsps" -> 322;
      case "http" -> 80;
      case "https" -> 443;
      case "rtmp" -> 1935;
      case "srt" -> 0;
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

  @Override
  public boolean mayBeVideo() {
    return scheme.startsWith("http");
  }

  private String withCredentials(Optional<String> shown, String shownRest) {
    String secret = shown.map(p -> ":" + p).orElse("");
    String credentials = user.isEmpty() && secret.isEmpty() ? "" : user + secret + "@";
    String address = port == defaultPort(scheme) ? host : host + ":" + port;
    return scheme + "://" + credentials + address + shownRest;
  }

  /** Returns the same URI with another host. */
  public RemoteUri at(String otherHost) {
    return new RemoteUri(scheme, user, password, otherHost, port, rest);
  }

  /** Returns the URI of a relay on this machine. */
  public RemoteUri relayed(String otherScheme, String otherHost, int otherPort) {
    return new RemoteUri(otherScheme, user, password, otherHost, otherPort, rest);
  }

  /** Returns the same URI without user and password. */
  public RemoteUri withoutUser() {
    return new RemoteUri(scheme, "", Optional.empty(), host, port, rest);
  }

  boolean isSameAddress(RemoteUri other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /**
   * Returns the user, password and secret parameters written in the URI.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if one of them is {@value Secrets#HIDDEN}
   */
  Credentials credentials() {
    Map<String, String> parameters = Secrets.parameters(rest);
    if (password.filter(Secrets.HIDDEN::equals).isPresent()
        || parameters.containsValue(Secrets.HIDDEN)) {
      throw SourceUri.invalid(
          redacted(),
          "no ***",
          "Write the password, or leave out user and password to keep the stored ones.");
    }
    return Credentials.newBuilder()
        .setUsername(PercentCode.decoded(user))
        .setPassword(PercentCode.decoded(password.orElse("")))
        .putAllParameters(parameters)
        .build();
  }

  RemoteUri withoutCredentials() {
    return new RemoteUri(scheme, "", Optional.empty(), host, port, Secrets.namedParameters(rest));
  }

  /**
   * Returns the URI with the credentials filled in. A user and password that it already has take
   * precedence.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if the URI names a parameter that the
   *     credentials lack
   */
  RemoteUri with(Credentials credentials) {
    boolean own = !user.isEmpty() || password.isPresent();
    String given = credentials.getPassword();
    return new RemoteUri(
        scheme,
        own ? user : PercentCode.encoded(credentials.getUsername()),
        own || given.isEmpty() ? password : Optional.of(PercentCode.encoded(given)),
        host,
        port,
        Secrets.filled(rest, credentials.getParametersMap()).orElseThrow(this::unknownParameter));
  }

  private DarkroomException unknownParameter() {
    return SourceUri.invalid(
        redacted(),
        "a value in credentials.parameters for each {name}",
        "Add the value, or write braces that are not placeholders as %7B and %7D.");
  }

  @Override
  public String toString() {
    return redacted();
  }
}
