package io.darkroom.gateway.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Settings of metrics and traces.
 *
 * @param streamLabels how many streams get their own series; the others share one label
 * @param certificates PEM files whose expiry is exported
 * @param traceHeader whether callers may request a trace with {@code x-darkroom-trace: 1}
 * @param clientAddress how much of callers' addresses goes into traces
 * @param jobGroupId the consumer group under which the job commits its positions
 */
public record TelemetryConfig(
    int streamLabels,
    List<Path> certificates,
    boolean traceHeader,
    ClientAddress clientAddress,
    String jobGroupId) {

  /** The default of the job's {@code --group-id}. */
  public static final String JOB_GROUP_ID = "darkroom-filter-job";

  /** How much of an address is recorded; truncated keeps 24 bits of IPv4 and 48 of IPv6. */
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

  /** Uses the job's default group. */
  public TelemetryConfig(
      int streamLabels, List<Path> certificates, boolean traceHeader, ClientAddress address) {
    this(streamLabels, certificates, traceHeader, address, JOB_GROUP_ID);
  }
}
