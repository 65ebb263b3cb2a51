package io.darkroom.gateway.sources.pull;

import io.darkroom.gateway.media.ByteRequest.AesKey;
import io.darkroom.gateway.media.ByteSource;
import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** Decrypts another source while it is read: AES-128 in CBC mode with padding. Closes it. */
final class DecryptedBytes implements ByteSource {

  private static final int CHUNK = 1 << 15;
  private static final byte[] NONE = {};

  private final ByteSource encrypted;
  private final Cipher cipher;
  private final byte[] chunk = new byte[CHUNK];
  private byte[] plain = NONE;
  private int at;
  private boolean ended;

  DecryptedBytes(ByteSource encrypted, AesKey key) throws IOException {
    this.encrypted = encrypted;
    try {
      cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, key.key(), key.iv());
    } catch (GeneralSecurityException e) {
      encrypted.close();
      throw new IOException("AES-128: the key is not usable", e);
    }
  }

  @Override
  public int read(byte[] buffer, int length) throws IOException {
    while (at == plain.length && !ended) {
      decryptMore();
    }
    int count = Math.min(length, plain.length - at);
    System.arraycopy(plain, at, buffer, 0, count);
    at += count;
    return count == 0 ? -1 : count;
  }

  private void decryptMore() throws IOException {
    int read = encrypted.read(chunk, CHUNK);
    ended = read < 0;
    try {
      byte[] next = ended ? cipher.doFinal() : cipher.update(chunk, 0, read);
      plain = next == null ? NONE : next;
      at = 0;
    } catch (GeneralSecurityException e) {
      throw new IOException("AES-128: the key does not fit the segment", e);
    }
  }

  @Override
  public void close() {
    encrypted.close();
  }
}
