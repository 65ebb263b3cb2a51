package io.darkroom.gateway.identity;

import com.google.protobuf.util.Timestamps;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Excerpt;
import io.darkroom.frame.Names;
import io.darkroom.frame.WireTime;
import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.ControlWriter.Change;
import io.darkroom.gateway.policy.PolicySource;
import io.darkroom.gateway.policy.StreamPatterns;
import io.darkroom.gateway.resources.Titles;
import io.darkroom.v1.ApiKey;
import io.darkroom.v1.StoredKey;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Creates and revokes API keys by appending to their topic. Futures complete when this gateway has
 * read the change back. Thread-safe; never blocks.
 */
public record KeyWriter(KeyStore store, ControlWriter topic, PolicySource policy) {

  private static final int MOST_PATTERNS = 100;
  private static final int MOST_KEYS = 10_000;

  /**
   * Adds a key.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if a field is wrong
   */
  public CompletableFuture<ApiKey> create(ApiKey wanted, KeySecret secret) {
    ApiKey key = checked(wanted).toBuilder().setCreatedAt(WireTime.of(Instant.now())).build();
    StoredKey stored = StoredKey.newBuilder().setKey(key).setSecretSha256(secret.hash()).build();
    return topic
        .change(
            KeyStore.recordOf(secret.keyId()),
            () -> {
              requireRoom();
              return Optional.of(new Change(stored.toByteArray()));
            })
        .thenApply(written -> store.require(secret.keyId()));
  }

  /** Removes a key; fails with {@code NOT_FOUND} if it does not exist. */
  public CompletableFuture<Void> revoke(String keyId) {
    return topic
        .change(
            KeyStore.recordOf(keyId),
            () -> {
              store.require(keyId);
              return Optional.of(Change.DELETION);
            })
        .thenCompose(
            revoked -> topic.change(KeyStore.useOf(keyId), () -> Optional.of(Change.DELETION)))
        .thenApply(forgotten -> null);
  }

  private ApiKey checked(ApiKey wanted) {
    requireRoles(wanted);
    requireStreams(wanted);
    requireToCome(wanted);
    Titles.require(wanted.getTitle());
    return wanted.toBuilder().clearKeyId().clearCreatedAt().clearLastUsedAt().build();
  }

  private void requireRoom() {
    if (store.size() >= MOST_KEYS) {
      throw new DarkroomException(
          ErrorCode.QUOTA_EXCEEDED,
          "keys: limit of %d reached (expected: fewer). Revoke one.".formatted(MOST_KEYS));
    }
  }

  private static void requireToCome(ApiKey wanted) {
    boolean toCome =
        WireTime.read(wanted.getExpiresAt()).filter(Instant.now()::isBefore).isPresent();
    if (wanted.hasExpiresAt() && !toCome) {
      throw DarkroomException.invalid(
          "expiresAt",
          "expiresAt: %s (expected: a time to come). Correct it."
              .formatted(Timestamps.toString(wanted.getExpiresAt())));
    }
  }

  private void requireRoles(ApiKey wanted) {
    if (wanted.getRolesCount() == 0) {
      throw DarkroomException.invalid("roles", "roles: none (expected: at least one). Add one.");
    }
    for (String role : wanted.getRolesList()) {
      if (!policy.current().knows(role)) {
        throw DarkroomException.invalid(
            "roles",
            "roles: %s (expected: viewer, publisher, operator, admin or a role of --policy)."
                    .formatted(Excerpt.quoted(role))
                + " Choose one.");
      }
    }
  }

  private static void requireStreams(ApiKey wanted) {
    if (wanted.getStreamsCount() > MOST_PATTERNS) {
      throw DarkroomException.invalid(
          "streams",
          "streams: %d (expected: at most %d). Use patterns."
              .formatted(wanted.getStreamsCount(), MOST_PATTERNS));
    }
    for (String pattern : wanted.getStreamsList()) {
      if (!StreamPatterns.valid(pattern)) {
        throw DarkroomException.invalid(
            "streams",
            "streams: %s (expected: an id, or a pattern such as lobby-*; %s). Correct it."
                .formatted(Excerpt.quoted(pattern), Names.EXPECTED));
      }
    }
  }
}
