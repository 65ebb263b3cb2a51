package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.secrets.Keyset;
import io.darkroom.gateway.secrets.KeysetFile;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encrypts the passwords of sources for the topic, and decrypts them for use. Passwords that are
 * stored in clear are used as they are. Thread-safe.
 */
public final class SourceVault {

  private static final Logger log = LoggerFactory.getLogger(SourceVault.class);

  private final Optional<Keyset> keyset;
  private final AtomicBoolean warned = new AtomicBoolean();

  private SourceVault(Optional<Keyset> keyset) {
    this.keyset = keyset;
  }

  /**
   * @param keyset file of the keys; if empty, passwords are stored in clear
   * @throws DarkroomException if the file is missing or wrong
   */
  public static SourceVault open(Optional<Path> keyset) {
    return new SourceVault(keyset.map(KeysetFile::new).map(Keyset::open));
  }

  /** Returns a definition as it is stored. */
  Source sealed(Source plain) {
    if (!hasSecrets(plain)) {
      return plain;
    }
    if (keyset.isEmpty()) {
      warnOnce();
      return plain;
    }
    Credentials clear = plain.getCredentials();
    Credentials secret = clear.toBuilder().clearUsername().build();
    byte[] sealed = keyset.get().seal(secret.toByteArray(), context(plain));
    return plain.toBuilder()
        .setCredentials(
            Credentials.newBuilder()
                .setUsername(clear.getUsername())
                .setSealed(ByteString.copyFrom(sealed)))
        .build();
  }

  private void warnOnce() {
    if (!warned.getAndSet(true)) {
      log.warn(
          "sources: passwords are stored in clear in Kafka (expected: --secrets-keyset). Create a"
              + " file with ./darkroom keyset create, and pass it.");
    }
  }

  /**
   * Returns a stored definition with its passwords. One that cannot be decrypted is returned as it
   * is; {@link #problem} says why.
   */
  Source opened(Source stored) {
    try {
      return isSealed(stored) ? decrypted(stored) : stored;
    } catch (DarkroomException e) {
      return stored;
    }
  }

  /** Why the passwords of a definition cannot be decrypted; empty if they can, or need not. */
  Optional<String> problem(Source stored) {
    try {
      if (isSealed(stored)) {
        decrypted(stored);
      }
      return Optional.empty();
    } catch (DarkroomException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Whether the same definition would be stored in another form now. */
  boolean isOutdated(Source stored) {
    return keyset.isPresent()
        && hasSecrets(opened(stored))
        && !keyset.get().isNewest(stored.getCredentials().getSealed().toByteArray());
  }

  static boolean isSealed(Source source) {
    return !source.getCredentials().getSealed().isEmpty();
  }

  private static boolean hasSecrets(Source source) {
    Credentials credentials = source.getCredentials();
    return !credentials.getPassword().isEmpty() || credentials.getParametersCount() > 0;
  }

  private Source decrypted(Source stored) {
    Credentials present = stored.getCredentials();
    byte[] secret = unsealed(present.getSealed().toByteArray(), context(stored));
    try {
      Credentials.Builder all = Credentials.parseFrom(secret).toBuilder();
      return stored.toBuilder().setCredentials(all.setUsername(present.getUsername())).build();
    } catch (InvalidProtocolBufferException e) {
      throw new DarkroomException(ErrorCode.INTERNAL, "credentials: not readable.", e);
    }
  }

  private byte[] unsealed(byte[] sealed, byte[] context) {
    try {
      return keyset
          .orElseThrow(
              () ->
                  new DarkroomException(
                      ErrorCode.CONFLICT,
                      "encrypted with key %s (expected: a gateway that has it). Start it with --secrets-keyset FILE."
                          .formatted(Keyset.keyOf(sealed))))
          .open(sealed, context);
    } catch (DarkroomException e) {
      throw new DarkroomException(
          e.code(),
          "credentials: %s To replace them, put the source again with its credentials."
              .formatted(e.getMessage()),
          e);
    }
  }

  /**
   * Binds the passwords to their source and to the server that they are for: whoever can write to
   * the topic cannot have them sent elsewhere.
   */
  private static byte[] context(Source source) {
    String address =
        SourceCredentials.remote(source)
            .map(uri -> "%s://%s:%d".formatted(uri.scheme(), uri.host(), uri.port()))
            .orElse("");
    return "%s\ncredentials\n%s".formatted(source.getSourceId(), address).getBytes(UTF_8);
  }
}
