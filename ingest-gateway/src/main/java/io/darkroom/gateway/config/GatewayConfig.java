package io.darkroom.gateway.config;

import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.limits.GatewayLimits;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How a gateway runs.
 *
 * @param host the address to listen on; empty for all
 * @param port 0 for any that is free
 * @param bootstrapServers of Kafka, host:port, comma-separated
 * @param kafkaProperties given to every Kafka client, for security and tuning
 * @param requestDeadline for the job's answer to images:process
 * @param maxPendingRequests of images:process at a time
 * @param limits of images that are accepted
 * @param allowedOrigins whose pages may open WebSockets, besides this host's own
 * @param subscriberMaxLag a frame that waited longer is skipped where a newer one waits
 * @param replicationFactor of topics that are created
 * @param sources what the gateway fetches itself
 * @param library files that it has
 * @param telemetry what it tells of itself
 * @param tools what else there is for people to look at: names and their addresses, in order
 * @param bounds the most that it takes on
 */
public record GatewayConfig(
    String host,
    int port,
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    Topics topics,
    Duration requestDeadline,
    int maxPendingRequests,
    ImageLimits limits,
    Set<String> allowedOrigins,
    Duration subscriberMaxLag,
    short replicationFactor,
    SourceConfig sources,
    LibraryConfig library,
    TelemetryConfig telemetry,
    Map<String, String> tools,
    GatewayLimits bounds) {

  public GatewayConfig {
    tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
    allowedOrigins = Set.copyOf(allowedOrigins);
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /** With the default limits. */
  public GatewayConfig(
      String host,
      int port,
      String bootstrapServers,
      Map<String, String> kafkaProperties,
      Topics topics,
      Duration requestDeadline,
      int maxPendingRequests,
      ImageLimits limits,
      Set<String> allowedOrigins,
      Duration subscriberMaxLag,
      short replicationFactor,
      SourceConfig sources,
      LibraryConfig library,
      TelemetryConfig telemetry,
      Map<String, String> tools) {
    this(
        host,
        port,
        bootstrapServers,
        kafkaProperties,
        topics,
        requestDeadline,
        maxPendingRequests,
        limits,
        allowedOrigins,
        subscriberMaxLag,
        replicationFactor,
        sources,
        library,
        telemetry,
        tools,
        GatewayLimits.DEFAULT);
  }

  /** The defaults of every other setting, as the command line has them. */
  public static GatewayConfig of(String bootstrapServers, String host, int port) {
    return new GatewayConfig(
        host,
        port,
        bootstrapServers,
        Map.of(),
        new Topics(Topics.DEFAULT_PREFIX),
        Duration.ofSeconds(10),
        256,
        ImageLimits.DEFAULT,
        Set.of(),
        Duration.ofSeconds(1),
        (short) 1,
        SourceConfig.DEFAULT,
        LibraryConfig.DEFAULT,
        TelemetryConfig.DEFAULT,
        Map.of(),
        GatewayLimits.DEFAULT);
  }

  /** The same with other sources and files. */
  public GatewayConfig with(SourceConfig newSources, LibraryConfig newLibrary) {
    return new GatewayConfig(
        host,
        port,
        bootstrapServers,
        kafkaProperties,
        topics,
        requestDeadline,
        maxPendingRequests,
        limits,
        allowedOrigins,
        subscriberMaxLag,
        replicationFactor,
        newSources,
        newLibrary,
        telemetry,
        tools,
        bounds);
  }

  /** The same, telling other things of itself. */
  public GatewayConfig with(TelemetryConfig newTelemetry) {
    return new GatewayConfig(
        host,
        port,
        bootstrapServers,
        kafkaProperties,
        topics,
        requestDeadline,
        maxPendingRequests,
        limits,
        allowedOrigins,
        subscriberMaxLag,
        replicationFactor,
        sources,
        library,
        newTelemetry,
        tools,
        bounds);
  }

  /** The same, taking on another amount. */
  public GatewayConfig with(GatewayLimits newBounds) {
    return new GatewayConfig(
        host,
        port,
        bootstrapServers,
        kafkaProperties,
        topics,
        requestDeadline,
        maxPendingRequests,
        limits,
        allowedOrigins,
        subscriberMaxLag,
        replicationFactor,
        sources,
        library,
        telemetry,
        tools,
        newBounds);
  }

  /** The same, with other topics or other settings of those that it creates. */
  public GatewayConfig with(Topics newTopics) {
    return new GatewayConfig(
        host,
        port,
        bootstrapServers,
        kafkaProperties,
        newTopics,
        requestDeadline,
        maxPendingRequests,
        limits,
        allowedOrigins,
        subscriberMaxLag,
        replicationFactor,
        sources,
        library,
        telemetry,
        tools);
  }
}
