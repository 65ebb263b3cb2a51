package io.darkroom.gateway.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts and decrypts secrets with the keys of a file, by authenticated encryption. A changed
 * file is read again at the next use; while it is missing or wrong, the earlier keys stay in use.
 * Thread-safe; blocks on the file system.
 */
public final class Keyset {

  private static final Logger log = LoggerFactory.getLogger(Keyset.class);

  private final KeysetFile file;
  private Keys keys;
  private String seen;

  /**
   * The keys that a file had at one time.
   *
   * @param primary id of the key that encrypts
   */
  private record Keys(Aead aead, int primary, Set<Integer> ids) {}

  private Keyset(KeysetFile file) {
    this.file = file;
    this.seen = version();
    this.keys = read();
  }

  /**
   * Reads the file.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if it is missing or wrong
   */
  public static Keyset open(KeysetFile file) {
    return new Keyset(file);
  }

  /**
   * Encrypts a secret.
   *
   * @param context where the secret belongs; it is opened there only
   */
  public byte[] seal(byte[] secret, byte[] context) {
    try {
      return current().aead().encrypt(secret, context);
    } catch (GeneralSecurityException e) {
      throw new DarkroomException(ErrorCode.INTERNAL, "keyset: encryption failed.", e);
    }
  }

  /**
   * Decrypts a secret.
   *
   * @throws DarkroomException {@code CONFLICT} if the file does not have its key, or it was sealed
   *     for another context or changed
   */
  public byte[] open(byte[] sealed, byte[] context) {
    Keys known = current();
    Optional<Integer> needed = SealedBytes.keyId(sealed).filter(id -> !known.ids().contains(id));
    if (needed.isPresent()) {
      throw new DarkroomException(
          ErrorCode.CONFLICT,
          "encrypted with key %s, which %s does not have (expected: a file with it). Add the key."
              .formatted(SealedBytes.shown(needed.get()), file.path()));
    }
    try {
      return known.aead().decrypt(sealed, context);
    } catch (GeneralSecurityException e) {
      throw new DarkroomException(
          ErrorCode.CONFLICT, "changed or moved (expected: as the gateway stored them).", e);
    }
  }

  /** The id of the key that a secret was sealed with, as the file shows it. */
  public static String keyOf(byte[] sealed) {
    return SealedBytes.keyId(sealed).map(SealedBytes::shown).orElse("unknown");
  }

  /** Whether a secret was sealed with the key that encrypts now. */
  public boolean isNewest(byte[] sealed) {
    return SealedBytes.keyId(sealed).filter(id -> id == current().primary()).isPresent();
  }

  private synchronized Keys current() {
    String found = version();
    if (!found.equals(seen)) {
      seen = found;
      try {
        keys = read();
        log.info(
            "keyset: {} read again, key {} encrypts",
            file.path(),
            SealedBytes.shown(keys.primary()));
      } catch (DarkroomException e) {
        log.warn("keyset: the earlier keys stay in use: {}", e.getMessage());
      }
    }
    return keys;
  }

  private Keys read() {
    KeysetHandle handle = file.read();
    try {
      Set<Integer> ids = new HashSet<>();
      for (int i = 0; i < handle.size(); i++) {
        if (handle.getAt(i).getStatus() == KeyStatus.ENABLED) {
          ids.add(handle.getAt(i).getId());
        }
      }
      Aead aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
      Keys read = new Keys(aead, handle.getPrimary().getId(), Set.copyOf(ids));
      requireNamed(read);
      return read;
    } catch (GeneralSecurityException | RuntimeException e) {
      throw file.unusable("has other keys", "keys for AEAD with Tink's prefix", e);
    }
  }

  /** Ciphertexts of keys without Tink's prefix do not say which key opens them. */
  private static void requireNamed(Keys keys) throws GeneralSecurityException {
    byte[] sealed = keys.aead().encrypt(new byte[0], new byte[0]);
    if (!SealedBytes.keyId(sealed).equals(Optional.of(keys.primary()))) {
      throw new GeneralSecurityException("the primary key has no prefix");
    }
  }

  /** Changes with the file. */
  private String version() {
    try {
      BasicFileAttributes found = Files.readAttributes(file.path(), BasicFileAttributes.class);
      return "%s %d %s".formatted(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (IOException e) {
      return "missing";
    }
  }
}
