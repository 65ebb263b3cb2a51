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
 * What the build left in the class path of where it came from.
 *
 * @param version "development" outside of a packaged gateway
 * @param commit empty where the build did not know
 * @param at when the commit was made, which is what a build that can be repeated knows of its time
 */
public record Build(String version, String commit, Optional<Instant> at) {

  private static final String FILE = "/darkroom-build.properties";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssX");

  /** Of this gateway. */
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
