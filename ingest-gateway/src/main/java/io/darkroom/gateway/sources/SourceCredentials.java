package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.util.Optional;
import java.util.stream.Stream;

/** Moves the credentials of a source out of its URI for storage, and back into it for use. */
public final class SourceCredentials {

  private static final int SHORTEST_HIDDEN = 4;

  private SourceCredentials() {}

  /**
   * Moves the passwords in the source's URI to its credentials.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT}
   */
  static Source separated(Source source) {
    if (!(SourceUri.parse(source.getUri()) instanceof RemoteUri remote)) {
      return withoutAny(source);
    }
    Credentials found = remote.credentials();
    if (found.equals(Credentials.getDefaultInstance())) {
      return source;
    }
    if (source.hasCredentials()) {
      throw DarkroomException.invalid(
          "uri",
          "uri: %s (expected: a password in the URI or in credentials, not in both). Remove one."
              .formatted(remote));
    }
    return source.toBuilder()
        .setUri(remote.withoutCredentials().text())
        .setCredentials(found)
        .build();
  }

  private static Source withoutAny(Source source) {
    if (source.hasCredentials()
        && !source.getCredentials().equals(Credentials.getDefaultInstance())) {
      throw DarkroomException.invalid(
          "credentials",
          "credentials: set (expected: none for a source that is not on the network). Omit them.");
    }
    return source.toBuilder().clearCredentials().build();
  }

  /**
   * Adds the stored credentials to a definition that has none.
   *
   * @param wanted as returned by {@link #separated}
   * @throws DarkroomException {@code INVALID_ARGUMENT} if its URI needs credentials that are
   *     missing
   */
  static Source kept(Source wanted, Optional<Source> present) {
    Source.Builder kept = wanted.toBuilder();
    if (!wanted.hasCredentials()) {
      present
          .filter(Source::hasCredentials)
          .filter(source -> isSameAddress(source, wanted))
          .ifPresent(source -> kept.setCredentials(source.getCredentials()));
    } else if (wanted.getCredentials().equals(Credentials.getDefaultInstance())) {
      kept.clearCredentials();
    }
    if (!SourceVault.isSealed(kept.build())) {
      completed(kept.build());
    }
    return kept.build();
  }

  /** Prevents callers from learning a stored password by sending it to a server of their own. */
  private static boolean isSameAddress(Source present, Source wanted) {
    return SourceUri.parse(wanted.getUri()) instanceof RemoteUri here
        && remote(present).filter(here::isSameAddress).isPresent();
  }

  /** A stored source may be invalid: producers can write to the topic directly. */
  static Optional<RemoteUri> remote(Source present) {
    try {
      return Optional.of(SourceUri.parse(present.getUri()))
          .filter(RemoteUri.class::isInstance)
          .map(RemoteUri.class::cast);
    } catch (DarkroomException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the URI with its credentials. Never show or log it.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} if it needs credentials that are missing
   */
  public static SourceUri completed(Source source) {
    SourceUri uri = SourceUri.parse(source.getUri());
    return uri instanceof RemoteUri remote ? remote.with(source.getCredentials()) : uri;
  }

  /**
   * Hides passwords in any text, such as another program's error message that quotes the URI.
   * Values shorter than {@value #SHORTEST_HIDDEN} characters are hidden only next to the name of
   * their parameter: they also occur in other words.
   */
  public static String hidden(Credentials credentials, String text) {
    String password = credentials.getPassword();
    String shown =
        Stream.concat(
                Stream.of(password, PercentCode.encoded(password)),
                credentials.getParametersMap().values().stream())
            .filter(secret -> secret.length() >= SHORTEST_HIDDEN)
            .reduce(text, (hidden, secret) -> hidden.replace(secret, Secrets.HIDDEN));
    return Secrets.redact(shown);
  }

  /** Returns the definition without credentials, as callers see it. */
  static Source hidden(Source definition) {
    return definition.toBuilder()
        .setUri(Secrets.redact(definition.getUri()))
        .clearCredentials()
        .setHasCredentials(definition.hasCredentials())
        .build();
  }
}
