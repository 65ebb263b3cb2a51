package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway may fetch, and under which name it does.
 *
 * @param gatewayId names this gateway among those that share the sources; empty for host and a
 *     random part
 * @param definitions a JSON file of sources that are put in place at the start
 * @param allowed hosts and address ranges, such as {@code 10.0.0.0/8} or {@code cam.example}, that
 *     are fetched from although they are private; link-local addresses never are
 */
public record SourceConfig(String gatewayId, Optional<Path> definitions, List<String> allowed) {

  public static final SourceConfig DEFAULT = new SourceConfig("", Optional.empty(), List.of());

  public SourceConfig {
    allowed = List.copyOf(allowed);
  }
}
