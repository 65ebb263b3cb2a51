package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.v1.Credentials;
import io.darkroom.v1.Source;
import java.util.Optional;
import java.util.stream.Stream;

/** The credentials of sources: apart from the URI where they are stored, in it where it is used. */
public final class SourceCredentials {

  private static final int SHORTEST_HIDDEN = 4;

  private SourceCredentials() {}

  /**
   * The same source with the passwords that are in its URI among its credentials.
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
          "uri: %s (expected: no password beside credentials). Write it in one place."
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
          "credentials: set (expected: none for a source that is not on a network). Leave them out.");
    }
    return source.toBuilder().clearCredentials().build();
  }

  /**
   * A definition that takes over the stored credentials where it has none of its own.
   *
   * @param wanted {@link #separated}
   * @throws DarkroomException {@code INVALID_ARGUMENT} where its URI needs some that it has not
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
    completed(kept.build());
    return kept.build();
  }

  /** A password may not be had by sending it elsewhere. */
  private static boolean isSameAddress(Source present, Source wanted) {
    return SourceUri.parse(wanted.getUri()) instanceof RemoteUri here
        && remote(present).filter(here::isSameAddress).isPresent();
  }

  /** Of a stored source, which somebody else may have written. */
  private static Optional<RemoteUri> remote(Source present) {
    try {
      return Optional.of(SourceUri.parse(present.getUri()))
          .filter(RemoteUri.class::isInstance)
          .map(RemoteUri.class::cast);
    } catch (DarkroomException e) {
      return Optional.empty();
    }
  }

  /**
   * The URI as it is used, with the credentials in it: not to be shown, nor to be logged.
   *
   * @throws DarkroomException {@code INVALID_ARGUMENT} where it needs some that it has not
   */
  public static SourceUri completed(Source source) {
    SourceUri uri = SourceUri.parse(source.getUri());
    return uri instanceof RemoteUri remote ? remote.with(source.getCredentials()) : uri;
  }

  /**
   * Any text, such as another program's message that quotes the URI, with passwords hidden. Values
   * of fewer than {@value #SHORTEST_HIDDEN} characters stay where nothing names them: other words
   * have them too.
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

  /** As a caller may see it. */
  static Source hidden(Source definition) {
    return definition.toBuilder()
        .setUri(Secrets.redact(definition.getUri()))
        .clearCredentials()
        .setHasCredentials(definition.hasCredentials())
        .build();
  }
}
