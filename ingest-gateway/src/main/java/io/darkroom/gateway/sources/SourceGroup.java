package io.darkroom.gateway.sources;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.frames.status.StreamRegistry;
import io.darkroom.gateway.kafka.ControlWriter;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.KafkaAddress;
import io.darkroom.gateway.kafka.PartitionGroup;
import io.darkroom.gateway.limits.Limit;
import io.darkroom.gateway.resources.Precondition;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.topic.Topics;
import io.darkroom.v1.Source;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;

/**
 * Membership of this gateway in the group of gateways that share the sources. Thread-safe. Closing
 * it hands this gateway's sources to the others.
 */
public final class SourceGroup implements AutoCloseable {

  private final String gatewayId;
  private final SourceReports reports;
  private final SourceWriter writer;
  private final SourceBoard board;
  private final PartitionGroup group;

  /**
   * Identity of this gateway and the services it uses.
   *
   * @param gatewayId name of this gateway; if empty, the host name and a random suffix
   * @param vault encrypts passwords
   * @param limit on the number of defined sources
   */
  public record Site(
      String gatewayId,
      KafkaAddress kafka,
      Topics topics,
      FrameSink frames,
      FramePublisher publisher,
      ControlWriter definitions,
      StreamRegistry registry,
      GatewayMetrics metrics,
      SourceVault vault,
      Limit limit) {}

  /**
   * Joins the group and starts fetching.
   *
   * @param store the defined sources, already read from the topic
   */
  public SourceGroup(
      Site site,
      SourceStore store,
      SourceStatuses statuses,
      SourceRunner runner,
      SourceRules rules) {
    this.gatewayId = named(site.gatewayId());
    this.reports = new SourceReports(store, statuses);
    this.writer =
        new SourceWriter(store, reports, rules, site.vault(), site.definitions(), site.limit());
    this.board =
        new SourceBoard(
            store,
            runner,
            site.vault(),
            site.frames(),
            site.publisher(),
            site.topics(),
            site.registry(),
            site.metrics(),
            gatewayId);
    this.group =
        PartitionGroup.join(
            site.kafka(),
            site.topics().prefix() + "-sources",
            site.topics().sources().name(),
            store::wantedIn,
            board);
  }

  private static String named(String gatewayId) {
    if (!gatewayId.isEmpty()) {
      return gatewayId;
    }
    return hostName() + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "gateway";
    }
  }

  /**
   * Creates or updates each of these sources if it differs. Other sources stay. Blocks until done.
   *
   * @throws DarkroomException if a source is refused
   */
  public void putInPlace(List<Source> wanted) {
    try {
      wanted.forEach(source -> writer.put(source, Precondition.NONE).join());
    } catch (CompletionException e) {
      throw e.getCause() instanceof DarkroomException coded
          ? coded
          : new DarkroomException(ErrorCode.INTERNAL, "sources: not applied.", e);
    }
  }

  /** The name of this gateway within the group. */
  public String gatewayId() {
    return gatewayId;
  }

  public SourceReports reports() {
    return reports;
  }

  public SourceWriter writer() {
    return writer;
  }

  @Override
  public void close() {
    board.close();
    group.close();
  }
}
