package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Settings of sources.
 *
 * @param gatewayId name of this gateway among those that share sources; empty for the host name and
 *     a random part
 * @param definitions JSON file of sources to create or replace at the start
 * @param allowed private hosts and address ranges that sources may be fetched from, such as {@code
 *     cam.example} or {@code 10.0.0.0/8}; link-local addresses are never allowed
 * @param keyset file of the keys that encrypt passwords in Kafka; if empty, they are stored in
 *     clear
 */
public record SourceConfig(
    String gatewayId, Optional<Path> definitions, List<String> allowed, Optional<Path> keyset) {

  public static final SourceConfig DEFAULT = new SourceConfig("", Optional.empty(), List.of());

  public SourceConfig {
    allowed = List.copyOf(allowed);
    Objects.requireNonNull(keyset);
  }

  /** Stores passwords in clear. */
  public SourceConfig(String gatewayId, Optional<Path> definitions, List<String> allowed) {
    this(gatewayId, definitions, allowed, Optional.empty());
  }

  /** A copy that encrypts passwords with the keys of a file. */
  public SourceConfig withKeyset(Path file) {
    return new SourceConfig(gatewayId, definitions, allowed, Optional.of(file));
  }
}
