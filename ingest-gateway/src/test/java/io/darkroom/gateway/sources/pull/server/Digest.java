package io.darkroom.gateway.sources.pull.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Digest access authentication (RFC 2069 form, as used by cameras).
 *
 * @param user empty for no authentication
 */
record Digest(String user, String password) {

  static final Digest NONE = new Digest("", "");

  private static final String REALM = "camera";
  private static final String NONCE = "3f8a1c";

  String challenge() {
    return "WWW-Authenticate: Digest realm=\"%s\", nonce=\"%s\"\r\n".formatted(REALM, NONCE);
  }

  boolean admits(String method, String authorization) {
    if (user.isEmpty()) {
      return true;
    }
    String secret = md5(user + ":" + REALM + ":" + password);
    String request = md5(method + ":" + part(authorization, "uri"));
    return part(authorization, "username").equals(user)
        && part(authorization, "response").equals(md5(secret + ":" + NONCE + ":" + request));
  }

  private static String part(String authorization, String name) {
    Matcher matcher = Pattern.compile(name + "=\"([^\"]*)\"").matcher(authorization);
    return matcher.find() ? matcher.group(1) : "";
  }

  private static String md5(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
