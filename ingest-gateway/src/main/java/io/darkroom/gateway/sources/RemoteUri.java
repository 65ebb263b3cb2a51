package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.v1.Credentials;
import java.util.Locale;
import java.util.Map;
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

  /** The same on another host, with everything else as it is. */
  public RemoteUri at(String otherHost) {
    return new RemoteUri(scheme, user, password, otherHost, port, rest);
  }

  boolean isSameAddress(RemoteUri other) {
    return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
  }

  /**
   * The user, password and parameters that are written in it.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} where one of them stands for something that
   *     was hidden
   */
  Credentials credentials() {
    Map<String, String> parameters = Secrets.parameters(rest);
    if (password.filter(Secrets.HIDDEN::equals).isPresent()
        || parameters.containsValue(Secrets.HIDDEN)) {
      throw SourceUri.invalid(
          redacted(),
          "no *** in it",
          "Write the password, or leave user and password out to keep those that are stored.");
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
   * The same with the credentials in their places; what is written in it already stays.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} where it names a parameter that is not given
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
        "a value in credentials.parameters for each {name} in it",
        "Write %7B and %7D for braces that are no name.");
  }

  @Override
  public String toString() {
    return redacted();
  }
}
