package io.darkroom.gateway;

import java.nio.file.Path;
import java.util.List;

/**
 * What a gateway tells of itself.
 *
 * @param streamLabels the most streams with series of their own; the others share one name
 * @param certificates PEM files whose expiry is told
 * @param traceHeader whether callers may have their call traced with {@code x-darkroom-trace: 1}
 * @param clientAddress how much of callers' addresses goes into traces
 */
public record TelemetryConfig(
    int streamLabels, List<Path> certificates, boolean traceHeader, ClientAddress clientAddress) {

  /** How much of an address is told; truncated leaves 24 bits of IPv4 and 48 of IPv6. */
  public enum ClientAddress {
    FULL,
    TRUNCATED,
    OFF
  }

  public static final TelemetryConfig DEFAULT =
      new TelemetryConfig(100, List.of(), false, ClientAddress.TRUNCATED);

  public TelemetryConfig {
    certificates = List.copyOf(certificates);
  }
}
