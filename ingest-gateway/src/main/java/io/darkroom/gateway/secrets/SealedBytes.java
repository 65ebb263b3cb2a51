package io.darkroom.gateway.secrets;

import java.nio.ByteBuffer;
import java.util.Optional;

/** What {@link Keyset} makes of a secret: a version, the id of a key, and the encrypted bytes. */
final class SealedBytes {

  /** The first byte of all ciphertexts that name their key. */
  private static final byte VERSION = 1;

  private static final int PREFIX_LENGTH = 5;

  private SealedBytes() {}

  /** The id of the key; empty if these bytes do not name one. */
  static Optional<Integer> keyId(byte[] sealed) {
    return sealed.length < PREFIX_LENGTH || sealed[0] != VERSION
        ? Optional.empty()
        : Optional.of(ByteBuffer.wrap(sealed).getInt(1));
  }

  /** An id as Tink's files show it. */
  static String shown(int keyId) {
    return Integer.toUnsignedString(keyId);
  }
}
