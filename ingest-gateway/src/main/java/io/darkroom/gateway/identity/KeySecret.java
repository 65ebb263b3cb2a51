package io.darkroom.gateway.identity;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code darkroom_ID_SECRET}. The prefix lets secret scanners find keys.
 *
 * @param secret 256 random bits
 */
public record KeySecret(String keyId, String secret) {

  private static final Pattern FORM =
      Pattern.compile("darkroom_([a-z0-9]{12})_([A-Za-z0-9-_]{43})");
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Makes a new key. */
  public static KeySecret random() {
    StringBuilder id = new StringBuilder();
    RANDOM
        .ints(ID_LENGTH, 0, ID_CHARACTERS.length())
        .mapToObj(ID_CHARACTERS::charAt)
        .forEach(id::append);
    return new KeySecret(id.toString(), RandomText.next());
  }

  /** Reads a key; empty if the text has another form. */
  public static Optional<KeySecret> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(new KeySecret(parts.group(1), parts.group(2)))
        : Optional.empty();
  }

  /** Whether the text is meant as a key. */
  static boolean looksLike(String text) {
    return text.startsWith("darkroom_");
  }

  /** What is stored instead of the secret, which is too random to be guessed. */
  ByteString hash() {
    return ByteString.copyFrom(Hash.sha256(secret));
  }

  /** Takes the same time whatever differs. */
  boolean matches(ByteString hash) {
    return MessageDigest.isEqual(hash().toByteArray(), hash.toByteArray());
  }

  /** The whole key. */
  public String text() {
    return "darkroom_" + keyId + "_" + secret;
  }

  @Override
  public String toString() {
    return "KeySecret[" + keyId + "]";
  }
}
