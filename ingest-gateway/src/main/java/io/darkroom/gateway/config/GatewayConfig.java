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
    return !access.auth().required() && !AccessConfig.isLoopback(host);
  }

  /** Whether callers on other machines show their keys and tokens without TLS. */
  public boolean sendsSecretsInClear() {
    return access.auth().required() && !tls.enabled() && !AccessConfig.isLoopback(host);
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
        Map.of());
  }

  /** A copy with other sources and folders. */
  public GatewayConfig with(SourceConfig newSources, LibraryConfig newLibrary) {
    Draft draft = new Draft(this);
    draft.sources = newSources;
    draft.library = newLibrary;
    return draft.toConfig();
  }

  /** A copy with other telemetry settings. */
  public GatewayConfig with(TelemetryConfig newTelemetry) {
    Draft draft = new Draft(this);
    draft.telemetry = newTelemetry;
    return draft.toConfig();
  }

  /** A copy that lets others call. */
  public GatewayConfig with(AccessConfig newAccess) {
    Draft draft = new Draft(this);
    draft.access = newAccess;
    return draft.toConfig();
  }

  /** A copy with another certificate. */
  public GatewayConfig with(TlsConfig newTls) {
    Draft draft = new Draft(this);
    draft.tls = newTls;
    return draft.toConfig();
  }

  /** A copy with other limits. */
  public GatewayConfig with(GatewayLimits newBounds) {
    Draft draft = new Draft(this);
    draft.bounds = newBounds;
    return draft.toConfig();
  }

  /** A copy with other topics. */
  public GatewayConfig with(Topics newTopics) {
    return with(newTopics, topicSize);
  }

  /** A copy with topics of other names and sizes. */
  public GatewayConfig with(Topics newTopics, TopicSize newSize) {
    Draft draft = new Draft(this);
    draft.topics = newTopics;
    draft.topicSize = newSize;
    return draft.toConfig();
  }

  /** What a copy may change, so that all components stand in one place. */
  private static final class Draft {

    private final GatewayConfig base;
    private Topics topics;
    private AccessConfig access;
    private TopicSize topicSize;
    private SourceConfig sources;
    private LibraryConfig library;
    private TelemetryConfig telemetry;
    private GatewayLimits bounds;
    private TlsConfig tls;

    Draft(GatewayConfig base) {
      this.base = base;
      topics = base.topics;
      access = base.access;
      topicSize = base.topicSize;
      sources = base.sources;
      library = base.library;
      telemetry = base.telemetry;
      bounds = base.bounds;
      tls = base.tls;
    }

    GatewayConfig toConfig() {
      return new GatewayConfig(
          base.host,
          base.port,
          base.bootstrapServers,
          base.kafkaProperties,
          topics,
          base.requestDeadline,
          base.maxPendingRequests,
          base.limits,
          access,
          base.subscriberMaxLag,
          topicSize,
          sources,
          library,
          telemetry,
          base.tools,
          bounds,
          tls);
    }
  }
}
