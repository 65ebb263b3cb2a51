package io.darkroom.gateway.rpc.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Properties;

/**
 * The version and commit of a build, read from the class path.
 *
 * @param version "development" if the gateway is not packaged
 * @param commit empty if the build had no repository
 * @param at the time of the commit, because a reproducible build cannot record its own time
 */
public record Build(String version, String commit, Optional<Instant> at) {

  private static final String FILE = "/darkroom-build.properties";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssX");

  /** Reads the build of this gateway. */
  public static Build read() {
    Properties properties = new Properties();
    try (InputStream in = Build.class.getResourceAsStream(FILE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(Optional.ofNullable(Build.class.getPackage().getImplementationVersion()), properties);
  }

  static Build of(Optional<String> version, Properties properties) {
    return new Build(
        version.orElse("development"),
        properties.getProperty("git.commit.id.full", ""),
        Optional.ofNullable(properties.getProperty("git.commit.time"))
            .map(text -> OffsetDateTime.parse(text, TIME).toInstant()));
  }
}
