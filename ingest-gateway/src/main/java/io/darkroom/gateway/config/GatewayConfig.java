package io.darkroom.gateway.config;

import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.limits.GatewayLimits;
import io.darkroom.topic.TopicSize;
import io.darkroom.topic.Topics;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The configuration of a gateway.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for any free one
 * @param bootstrapServers Kafka brokers, host:port, comma-separated
 * @param kafkaProperties settings for every Kafka client, for security and tuning
 * @param requestDeadline how long images:process waits for the job's answer
 * @param maxPendingRequests calls of images:process at a time
 * @param limits limits of accepted images
 * @param access who may call the gateway
 * @param subscriberMaxLag a frame that waited longer is skipped if a newer one is waiting
 * @param topicSize partitions and replicas of topics that the gateway creates
 * @param sources settings of sources
 * @param library folders of videos and images
 * @param telemetry settings of metrics and traces
 * @param tools dashboards and similar to link to: names and URLs, in order
 * @param bounds limits of what the gateway accepts
 * @param tls certificate and key of the port, if it speaks TLS
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
    AccessConfig access,
    Duration subscriberMaxLag,
    TopicSize topicSize,
    SourceConfig sources,
    LibraryConfig library,
    TelemetryConfig telemetry,
    Map<String, String> tools,
    GatewayLimits bounds,
    TlsConfig tls) {

  public GatewayConfig {
    tools = Collections.unmodifiableMap(new LinkedHashMap<>(tools));
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /** Uses the default limits, and no TLS. */
  public GatewayConfig(
      String host,
      int port,
      String bootstrapServers,
      Map<String, String> kafkaProperties,
      Topics topics,
      Duration requestDeadline,
      int maxPendingRequests,
      ImageLimits limits,
      AccessConfig access,
      Duration subscriberMaxLag,
      TopicSize topicSize,
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
        access,
        subscriberMaxLag,
        topicSize,
        sources,
        library,
        telemetry,
        tools,
        GatewayLimits.DEFAULT,
        TlsConfig.NONE);
  }

  /** Whether other machines can call the gateway without authentication. */
  public boolean isOpen() {
    return access.anonymous() && !AccessConfig.isLoopback(host);
  }

  /** Uses the command line's defaults for all other settings. */
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
        AccessConfig.DEFAULT,
        Duration.ofSeconds(1),
        TopicSize.DEFAULT,
        SourceConfig.DEFAULT,
        LibraryConfig.DEFAULT,
        TelemetryConfig.DEFAULT,
        Map.of(),
        GatewayLimits.DEFAULT,
        TlsConfig.NONE);
  }

  /** A copy with other sources and folders. */
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
        access,
        subscriberMaxLag,
        topicSize,
        newSources,
        newLibrary,
        telemetry,
        tools,
        bounds,
        tls);
  }

  /** A copy with other telemetry settings. */
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
        access,
        subscriberMaxLag,
        topicSize,
        sources,
        library,
        newTelemetry,
        tools,
        bounds,
        tls);
  }

  /** A copy that listens on another address and lets others call. */
  public GatewayConfig with(String newHost, AccessConfig newAccess) {
    return new GatewayConfig(
        newHost,
        port,
        bootstrapServers,
        kafkaProperties,
        topics,
        requestDeadline,
        maxPendingRequests,
        limits,
        newAccess,
        subscriberMaxLag,
        topicSize,
        sources,
        library,
        telemetry,
        tools,
        bounds,
        tls);
  }

  /** A copy with another certificate. */
  public GatewayConfig with(TlsConfig newTls) {
    return new GatewayConfig(
        host,
        port,
        bootstrapServers,
        kafkaProperties,
        topics,
        requestDeadline,
        maxPendingRequests,
        limits,
        access,
        subscriberMaxLag,
        topicSize,
        sources,
        library,
        telemetry,
        tools,
        bounds,
        newTls);
  }

  /** A copy with other limits. */
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
        access,
        subscriberMaxLag,
        topicSize,
        sources,
        library,
        telemetry,
        tools,
        newBounds,
        tls);
  }

  /** A copy with other topics. */
  public GatewayConfig with(Topics newTopics) {
    return with(newTopics, topicSize);
  }

  /** A copy with topics of other names and sizes. */
  public GatewayConfig with(Topics newTopics, TopicSize newSize) {
    return new GatewayConfig(
        host,
        port,
        bootstrapServers,
        kafkaProperties,
        newTopics,
        requestDeadline,
        maxPendingRequests,
        limits,
        access,
        subscriberMaxLag,
        newSize,
        sources,
        library,
        telemetry,
        tools,
        bounds,
        tls);
  }
}
