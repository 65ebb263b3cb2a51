package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.List;

/**
 * What a gateway tells of itself.
 *
 * @param streamLabels the most streams with series of their own; the others share one name
 * @param certificates PEM files whose expiry is told
 * @param traceHeader whether callers may have their call traced with {@code x-darkroom-trace: 1}
 * @param clientAddress how much of callers' addresses goes into traces
 * @param jobGroupId the consumer group under which the job commits how far it has read
 */
public record TelemetryConfig(
    int streamLabels,
    List<Path> certificates,
    boolean traceHeader,
    ClientAddress clientAddress,
    String jobGroupId) {

  /** The job's own default. */
  public static final String JOB_GROUP_ID = "darkroom-filter-job";

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

  /** With the job's default group. */
  public TelemetryConfig(
      int streamLabels, List<Path> certificates, boolean traceHeader, ClientAddress address) {
    this(streamLabels, certificates, traceHeader, address, JOB_GROUP_ID);
  }
}
