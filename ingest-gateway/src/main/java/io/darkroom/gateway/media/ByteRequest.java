package io.darkroom.gateway.media;

import java.util.Optional;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What FFmpeg asks an opener for: a URL, or a part of it, which may be encrypted.
 *
 * @param from position of the first byte
 * @param to position after the last byte; {@link #END} for all
 * @param key decrypts the bytes
 */
public record ByteRequest(String url, long from, long to, Optional<AesKey> key) {

  /** The end of the content. */
  public static final long END = -1;

  /** The key of AES-128 in CBC mode, as HLS uses it (RFC 8216, 4.3.2.4). */
  public record AesKey(SecretKeySpec key, IvParameterSpec iv) {}

  public static ByteRequest whole(String url) {
    return new ByteRequest(url, 0, END, Optional.empty());
  }

  public boolean isPart() {
    return from > 0 || to != END;
  }
}
