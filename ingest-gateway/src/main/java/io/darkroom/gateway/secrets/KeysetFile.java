package io.darkroom.gateway.secrets;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * A file of keys in Tink's JSON form. The keys are in clear, so only its owner may read it.
 * Thread-safe; blocks on the file system.
 */
public record KeysetFile(Path path) {

  /** As errors name the file. */
  private static final String OPTION = "--secrets-keyset";

  static {
    try {
      AeadConfig.register();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean exists() {
    return Files.exists(path);
  }

  /**
   * Creates the file with one new key.
   *
   * @return the id of the key
   * @throws DarkroomException {@code ALREADY_EXISTS} if there is such a file
   */
  public int create() {
    if (exists()) {
      throw new DarkroomException(
          ErrorCode.ALREADY_EXISTS,
          "keyset: %s exists (expected: no such file). To add a key to it, use keyset rotate."
              .formatted(path));
    }
    return write(KeysetHandle.newBuilder());
  }

  /**
   * Adds a new key, which encrypts from now on. The earlier keys still decrypt.
   *
   * @return the id of the new key
   * @throws DarkroomException if the file is missing or wrong
   */
  public int rotate() {
    return write(KeysetHandle.newBuilder(read()));
  }

  /**
   * Reads the keys.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if the file is missing or wrong
   */
  KeysetHandle read() {
    String text;
    try {
      text = Files.readString(path);
    } catch (IOException e) {
      throw unusable("cannot be read", "a readable file", e);
    }
    try {
      return TinkJsonProtoKeysetFormat.parseKeyset(text, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException | RuntimeException e) {
      throw unusable("has no usable keys", "a keyset in Tink's JSON form, not encrypted", e);
    }
  }

  DarkroomException unusable(String problem, String expected, Exception cause) {
    return new DarkroomException(
        ErrorCode.INVALID_ARGUMENT,
        "%s: %s %s (expected: %s). Restore it, or create one with ./darkroom keyset create."
            .formatted(OPTION, path, problem, expected),
        cause);
  }

  /** Adds a key and replaces the file. Returns the id of the key. */
  private int write(KeysetHandle.Builder keys) {
    try {
      KeysetHandle more = keys.addEntry(newKey()).build();
      String text = TinkJsonProtoKeysetFormat.serializeKeyset(more, InsecureSecretKeyAccess.get());
      PrivateFile.replace(path, text);
      return more.getPrimary().getId();
    } catch (IOException | GeneralSecurityException e) {
      throw new DarkroomException(
          ErrorCode.INTERNAL,
          "keyset: %s not written (expected: a folder that you can write to). Choose another: %s"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static KeysetHandle.Builder.Entry newKey() {
    return KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
        .withRandomId()
        .makePrimary();
  }
}
