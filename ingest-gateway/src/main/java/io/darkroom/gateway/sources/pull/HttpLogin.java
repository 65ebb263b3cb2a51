package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Signs in to one server. Sends nothing until the server asks, since a server that wants a digest
 * must not get the password. Used by one thread.
 */
final class HttpLogin {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Challenge BASIC = new Challenge("Basic", Map.of());

  private final String user;
  private final String password;
  private final boolean known;
  private Challenge challenge;
  private int count;

  private HttpLogin(String user, String password, boolean known) {
    this.user = user;
    this.password = password;
    this.known = known;
  }

  /** Signs in nowhere. */
  static HttpLogin none() {
    return new HttpLogin("", "", false);
  }

  /**
   * @param userInfo {@code user:password}, percent-encoded
   */
  static HttpLogin of(String userInfo) {
    String[] parts = userInfo.split(":", 2);
    return new HttpLogin(decoded(parts[0]), parts.length > 1 ? decoded(parts[1]) : "", true);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** The value of the header {@code Authorization}; empty if the server has not asked for one. */
  Optional<String> header(String method, String target) {
    if (challenge == null) {
      return Optional.empty();
    }
    if (challenge.isBasic()) {
      byte[] both = (user + ":" + password).getBytes(UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(both));
    }
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    String cnonce = HexFormat.of().formatHex(random);
    DigestAnswer answer = new DigestAnswer(challenge, user, password);
    return Optional.of(answer.header(method, target, ++count, cnonce));
  }

  /** Whether to send the request again, signed for these challenges. */
  boolean accepts(List<String> challenges) {
    if (!known) {
      return false;
    }
    challenge = challenges.isEmpty() ? BASIC : strongest(Challenge.parse(challenges)).orElse(null);
    count = 0;
    return challenge != null;
  }

  private static Optional<Challenge> strongest(List<Challenge> challenges) {
    return challenges.stream()
        .filter(c -> c.isBasic() || c.isDigest() && DigestAnswer.hash(c).isPresent())
        .max(
            Comparator.comparing(Challenge::isDigest)
                .thenComparing(c -> DigestAnswer.hash(c).orElse("").startsWith("SHA")));
  }

  /** Explains why the server refuses the request. */
  String refusal(String server, List<String> challenges) {
    String schemes =
        Challenge.parse(challenges).stream()
            .map(Challenge::scheme)
            .distinct()
            .collect(Collectors.joining(" or "));
    String wanted = schemes.isEmpty() ? "" : " by " + schemes;
    if (!known) {
      return "status 401, %s asks for a user and a password%s. Set them in credentials."
          .formatted(server, wanted);
    }
    return "status 401, %s does not accept the user or the password%s. Correct the credentials."
        .formatted(server, wanted);
  }
}
