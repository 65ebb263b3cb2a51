package io.darkroom.gateway.identity;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.WireTime;
import io.darkroom.gateway.config.AuthConfig;
import io.darkroom.gateway.limits.RecentMap;
import io.darkroom.gateway.policy.PolicySource;
import io.darkroom.gateway.policy.StreamPatterns;
import io.darkroom.gateway.policy.Subject;
import io.darkroom.v1.ApiKey;
import io.darkroom.v1.StoredKey;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/**
 * Identifies callers by what they show. Verified tokens are remembered until they expire, so that
 * only the first call with a token waits. Thread-safe; never blocks.
 */
public final class Identification {

  private static final int REMEMBERED_TOKENS = 10_000;

  private final AuthConfig config;
  private final PolicySource policy;
  private final KeyStore keys;
  private final KeyUses uses;
  private final Optional<KeySecret> adminKey;
  private final Optional<Tokens> tokens;
  private final Tickets tickets = new Tickets();
  private final RecentMap<String, Tokens.Verified> verified = new RecentMap<>(REMEMBERED_TOKENS);

  /**
   * @param records writes a record of the topic {@code keys}, and must not block
   * @throws DarkroomException if the file of the admin key is wrong
   */
  public Identification(
      AuthConfig config, PolicySource policy, KeyStore keys, BiConsumer<String, byte[]> records) {
    this.config = config;
    this.policy = policy;
    this.keys = keys;
    this.uses = new KeyUses(records);
    this.adminKey = config.adminKey().map(AdminKey::read);
    this.tokens = config.oidc().map(Tokens::new);
  }

  /** Whether callers must identify themselves. */
  boolean required() {
    return config.required();
  }

  public Tickets tickets() {
    return tickets;
  }

  /**
   * The caller that shows a proof. Fails with {@code UNAUTHENTICATED} if it is not valid.
   *
   * @param blocking runs what may wait for the provider
   */
  CompletableFuture<Caller> of(Proof proof, Executor blocking) {
    try {
      if (proof instanceof Proof.Ticket ticket) {
        return CompletableFuture.completedFuture(ofTicket(ticket.text()));
      }
      if (proof instanceof Proof.Certificate certificate) {
        return CompletableFuture.completedFuture(ofCertificate(certificate));
      }
      String secret = ((Proof.Secret) proof).text();
      return KeySecret.looksLike(secret)
          ? CompletableFuture.completedFuture(ofKey(secret))
          : ofToken(secret, blocking);
    } catch (DarkroomException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private Caller ofTicket(String ticket) {
    return tickets
        .redeem(ticket)
        .orElseThrow(
            () ->
                unauthenticated(
                    "ticket: unknown, used or older than %d s (expected: a new one). Create one."
                        .formatted(Tickets.LIFE.toSeconds())));
  }

  private Caller ofCertificate(Proof.Certificate certificate) {
    if (!config.certificates()) {
      throw nothingShown();
    }
    return caller(
        new Subject(
            Subject.Kind.CERTIFICATE,
            certificate.subject().getName(),
            Set.of(),
            Set.of(),
            StreamPatterns.ALL),
        Optional.empty());
  }

  private Caller ofKey(String text) {
    KeySecret secret =
        KeySecret.parse(text).filter(key -> config.keys()).orElseThrow(Identification::unknownKey);
    if (isAdmin(secret.keyId()) && secret.matches(adminKey.get().hash())) {
      return caller(admin(secret.keyId()), Optional.empty());
    }
    StoredKey stored =
        keys.find(secret.keyId())
            .filter(known -> secret.matches(known.getSecretSha256()))
            .filter(known -> !expired(known.getKey()))
            .orElseThrow(Identification::unknownKey);
    uses.note(secret.keyId());
    return caller(subject(secret.keyId(), stored.getKey()), expiry(stored.getKey()));
  }

  private boolean isAdmin(String keyId) {
    return adminKey.filter(admin -> admin.keyId().equals(keyId)).isPresent();
  }

  private static Subject admin(String keyId) {
    return new Subject(Subject.Kind.KEY, keyId, Set.of(), Set.of("admin"), StreamPatterns.ALL);
  }

  private static Subject subject(String keyId, ApiKey key) {
    return new Subject(
        Subject.Kind.KEY,
        keyId,
        Set.of(),
        Set.copyOf(key.getRolesList()),
        StreamPatterns.orAll(key.getStreamsList()),
        key.getTitle());
  }

  private static Optional<Instant> expiry(ApiKey key) {
    return key.hasExpiresAt() ? WireTime.read(key.getExpiresAt()) : Optional.empty();
  }

  private static boolean expired(ApiKey key) {
    return expiry(key).filter(end -> !end.isAfter(Instant.now())).isPresent();
  }

  private CompletableFuture<Caller> ofToken(String token, Executor blocking) {
    Tokens provider = tokens.orElseThrow(Identification::notAccepted);
    String digest = Hash.text(token);
    Optional<Tokens.Verified> known = verified.find(digest).filter(this::holds);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(caller(known.get()));
    }
    return CompletableFuture.supplyAsync(
        () -> {
          Tokens.Verified now = provider.verify(token);
          verified.put(digest, now);
          return caller(now);
        },
        blocking);
  }

  private boolean holds(Tokens.Verified token) {
    return token.expires().isAfter(Instant.now());
  }

  private Caller caller(Tokens.Verified token) {
    return caller(token.subject(), Optional.of(token.expires()));
  }

  private Caller caller(Subject subject, Optional<Instant> expires) {
    return Caller.of(subject, policy.current().of(subject), expires);
  }

  /** The caller as it is known now; empty if its identification has ended or was revoked. */
  Optional<Caller> now(Caller caller) {
    return caller.expires().filter(end -> !end.isAfter(Instant.now())).isPresent()
        ? Optional.empty()
        : caller.subject().flatMap(this::current).map(now -> caller(now, caller.expires()));
  }

  private Optional<Subject> current(Subject subject) {
    if (subject.kind() != Subject.Kind.KEY || isAdmin(subject.name())) {
      return Optional.of(subject);
    }
    return keys.find(subject.name())
        .map(StoredKey::getKey)
        .filter(key -> !expired(key))
        .map(key -> subject(subject.name(), key));
  }

  static DarkroomException nothingShown() {
    return unauthenticated(
        "caller: unknown (expected: an access token, an API key or a client certificate). Send"
            + " authorization: Bearer …, or sign in.");
  }

  private static DarkroomException unknownKey() {
    return unauthenticated(
        "API key: unknown, expired or revoked (expected: a valid one). Use another key.");
  }

  private static DarkroomException notAccepted() {
    return unauthenticated(
        "token: not accepted (expected: an API key, darkroom_ID_SECRET). Use a key.");
  }

  static DarkroomException unauthenticated(String message) {
    return new DarkroomException(ErrorCode.UNAUTHENTICATED, message);
  }
}
