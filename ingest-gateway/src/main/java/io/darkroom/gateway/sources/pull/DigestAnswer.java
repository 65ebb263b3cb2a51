package io.darkroom.gateway.sources.pull;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers digest challenges (RFC 7616, and its predecessors RFC 2617 and 2069): MD5, SHA-256 and
 * SHA-512/256, with and without {@code -sess} and {@code qop=auth}.
 */
record DigestAnswer(Challenge challenge, String user, String password) {

  /** The name of the hash function for Java; empty if the challenge names an unknown one. */
  static Optional<String> hash(Challenge challenge) {
    String algorithm = challenge.parameter("algorithm").orElse("MD5").toUpperCase(Locale.ROOT);
    return switch (algorithm.replace("-SESS", "")) {
      case "MD5" -> Optional.of("MD5");
      case "SHA-256" -> Optional.of("SHA-256");
      case "SHA-512-256" -> Optional.of("SHA-512/256");
      default -> Optional.empty();
    };
  }

  /**
   * Returns the value of the header {@code Authorization}.
   *
   * @param count of requests with the challenge's nonce, from 1
   * @param cnonce the client's own random text
   */
  String header(String method, String target, int count, String cnonce) {
    String counter = "%08x".formatted(count);
    boolean qop = challenge.parameter("qop").isPresent();
    String response =
        hashed(
            secret(cnonce),
            nonce() + (qop ? ":" + counter + ":" + cnonce + ":auth" : ""),
            hashed(method, target));
    StringBuilder header = new StringBuilder("Digest username=\"" + quoted(user) + '"');
    add(header, "realm", realm());
    add(header, "nonce", nonce());
    add(header, "uri", target);
    add(header, "response", response);
    challenge.parameter("opaque").ifPresent(opaque -> add(header, "opaque", opaque));
    challenge.parameter("algorithm").ifPresent(a -> header.append(", algorithm=").append(a));
    if (qop) {
      header.append(", qop=auth, nc=").append(counter);
      add(header, "cnonce", cnonce);
    }
    return header.toString();
  }

  private String secret(String cnonce) {
    String secret = hashed(user, realm(), password);
    boolean session = challenge.parameter("algorithm").orElse("").toLowerCase().endsWith("-sess");
    return session ? hashed(secret, nonce(), cnonce) : secret;
  }

  private String realm() {
    return challenge.parameter("realm").orElse("");
  }

  private String nonce() {
    return challenge.parameter("nonce").orElse("");
  }

  private String hashed(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(hash(challenge).orElseThrow());
      byte[] hash = digest.digest(String.join(":", parts).getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(StringBuilder header, String name, String value) {
    header.append(", ").append(name).append("=\"").append(quoted(value)).append('"');
  }

  private static String quoted(String text) {
    return text.replaceAll("([\"\\\\])", "\\\\$1");
  }
}
