package io.darkroom.gateway;

import com.linecorp.armeria.server.Server;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.TlsConfig;
import io.darkroom.gateway.frames.watch.Audience;
import io.darkroom.gateway.kafka.FrameBacklog;
import io.darkroom.gateway.kafka.FramePublisher;
import io.darkroom.gateway.kafka.KafkaHealth;
import io.darkroom.gateway.library.Uploads;
import io.darkroom.gateway.requests.RequestQueue;
import io.darkroom.gateway.rpc.system.Build;
import io.darkroom.gateway.sources.SourceReports;
import io.darkroom.gateway.telemetry.health.CertificateExpiry;
import io.darkroom.gateway.telemetry.health.FolderCheck;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.metrics.GatewaySeries;
import io.darkroom.gateway.telemetry.metrics.KafkaSeries;
import io.darkroom.gateway.telemetry.metrics.LibrarySeries;
import io.darkroom.gateway.telemetry.metrics.RetentionSeries;
import io.darkroom.gateway.telemetry.metrics.TraceSeries;
import io.darkroom.telemetry.log.WrittenLines;
import io.darkroom.telemetry.trace.Decision;
import io.darkroom.telemetry.trace.Tracing;
import io.darkroom.v1.Source;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.netty4.NettyAllocatorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Exports the state of a gateway's parts as metrics. */
record Gauges(GatewayMetrics metrics) {

  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final Duration LIVE = Duration.ofSeconds(10);

  /** All values of {@code SourceStatus.state}. */
  private static final List<String> SOURCE_STATES =
      List.of(
          "stopped", "waiting", "connecting", "live", "stalled", "backing_off", "failed", "ended");

  void exportAll(GatewayParts parts, Server server, Closer closer) {
    closer.add(exportProcess());
    export(parts.kafkaHealth);
    metrics.observeCount(KafkaSeries.READ_BYTES, parts.kafka.readBytes()::sum);
    export(parts.following);
    export(parts.publisher);
    export(parts.requests, parts.config.bounds().pendingRequestBytes());
    export(parts.sources.reports());
    export(parts.disk);
    export(parts.library.uploads());
    export(parts.backlog);
    exportExpiry(parts.config);
    export(server);
    export(parts.tracing);
    exportLogLines();
  }

  /** Exports the metrics of this process. The caller closes the returned binder. */
  private AutoCloseable exportProcess() {
    Build build = Build.read();
    metrics.info(GatewaySeries.BUILD, build.version(), build.commit());
    new JvmMemoryMetrics().bindTo(metrics.registry());
    new JvmThreadMetrics().bindTo(metrics.registry());
    new ProcessorMetrics().bindTo(metrics.registry());
    new NettyAllocatorMetrics(PooledByteBufAllocator.DEFAULT).bindTo(metrics.registry());
    JvmGcMetrics collections = new JvmGcMetrics();
    collections.bindTo(metrics.registry());
    return collections;
  }

  private void export(KafkaHealth kafka) {
    metrics.observe(KafkaSeries.UP, () -> kafka.brokers().isUp() ? 1 : 0);
    metrics.observe(KafkaSeries.TOPICS_UP, () -> kafka.topics().isUp() ? 1 : 0);
    metrics.observe(
        KafkaSeries.PROBE_DURATION, () -> kafka.brokers().state().latency().toNanos() / 1e9);
    metrics.observeEach(KafkaSeries.DISK_USABLE, kafka.disks()::usableBytes);
    metrics.observeEach(KafkaSeries.DISK_TOTAL, kafka.disks()::totalBytes);
  }

  private void export(FollowedTopics following) {
    metrics.observe(GatewaySeries.CATALOG_AGE_SECONDS, () -> seconds(following.catalogue().age()));
    metrics.observe(
        GatewaySeries.CHECKPOINT_AGE_SECONDS, () -> seconds(following.catalogue().checkpointAge()));
    metrics.observe(GatewaySeries.JOB_UP, () -> following.catalogue().isFresh() ? 1 : 0);
    metrics.used("pipelines", () -> following.pipelines().size());
    metrics.used("pipelines_per_stream", () -> following.pipelines().mostOfOneStream());
    metrics.used("sources", () -> following.sources().size());
    metrics.used("presets", () -> following.presets().size());
    metrics.observe(GatewaySeries.PIPELINES, () -> following.pipelines().pipelines().size());
    metrics.observeEach(GatewaySeries.PIPELINE_REVISION, () -> revisions(following));
    metrics.observe(GatewaySeries.PENDING_REQUESTS, following.pending()::waiting);
    metrics.observe(GatewaySeries.PENDING_REQUESTS_LIMIT, following.pending()::capacity);
    metrics.observeEach(GatewaySeries.STREAM_IDLE_SECONDS, () -> idleSeconds(following));
    metrics.observe(GatewaySeries.STREAMS, () -> streams(following, true), "live");
    metrics.observe(GatewaySeries.STREAMS, () -> streams(following, false), "idle");
    watched("raw", following.registry().streamAudience());
    watched("processed", following.registry().pipelineAudience());
  }

  private static double seconds(Optional<Duration> age) {
    return age.map(known -> known.toMillis() / 1e3).orElse(Double.NaN);
  }

  private static Map<String, Double> revisions(FollowedTopics following) {
    Map<String, Double> revisions = new TreeMap<>();
    following
        .pipelines()
        .pipelines()
        .forEach(pipeline -> revisions.put(pipeline.pipelineId(), (double) pipeline.revision()));
    return revisions;
  }

  private Map<String, Double> idleSeconds(FollowedTopics following) {
    Map<String, Double> idle = new TreeMap<>();
    following
        .registry()
        .idle()
        .forEach(
            (streamId, since) -> {
              if (metrics.hasSeries(streamId)) {
                idle.put(streamId, since.toMillis() / 1e3);
              }
            });
    return idle;
  }

  private static long streams(FollowedTopics following, boolean live) {
    return following.registry().idle().values().stream()
        .filter(since -> since.compareTo(LIVE) <= 0 == live)
        .count();
  }

  private void watched(String kind, Audience audience) {
    metrics.observe(GatewaySeries.SUBSCRIBERS, () -> audience.count(any -> true), kind);
    metrics.observe(GatewaySeries.SUBSCRIBER_QUEUE, audience::waiting, kind);
    metrics.observe(
        GatewaySeries.SLOW_SUBSCRIBERS, () -> audience.count(one -> one.droppedWithin(SLOW)), kind);
  }

  private void export(FramePublisher publisher) {
    metrics.observe(GatewaySeries.PUBLISH_WAITING, publisher::waitingBytes);
    metrics.observe(GatewaySeries.PUBLISH_WAITING_LIMIT, () -> FramePublisher.MAX_WAITING_BYTES);
  }

  private void export(RequestQueue requests, long maxWaitingBytes) {
    metrics.observe(GatewaySeries.REQUESTS_UNDER_WAY, requests::underWay);
    metrics.observe(GatewaySeries.REQUESTS_WAITING_BYTES, requests::waitingBytes);
    metrics.observe(GatewaySeries.REQUESTS_WAITING_LIMIT, () -> maxWaitingBytes);
  }

  private void export(SourceReports sources) {
    metrics.observeEach(
        GatewaySeries.SOURCES,
        () -> {
          Map<String, Double> states = new TreeMap<>();
          SOURCE_STATES.forEach(state -> states.put(state, 0.0));
          sources.all().forEach(s -> states.merge(s.getStatus().getState(), 1.0, Double::sum));
          return states;
        });
    metrics.observeEach(
        GatewaySeries.SOURCE_RECONNECTS, () -> each(sources, s -> s.getStatus().getReconnects()));
    metrics.observeEach(
        GatewaySeries.SOURCE_LOST_PACKETS,
        () -> each(sources, s -> s.getStatus().getLostPackets()));
  }

  private static Map<String, Double> each(SourceReports sources, ToDoubleFunction<Source> value) {
    Map<String, Double> each = new TreeMap<>();
    sources.all().forEach(s -> each.put(s.getSourceId(), value.applyAsDouble(s)));
    return each;
  }

  private void export(FolderCheck library) {
    metrics.observe(
        LibrarySeries.LIBRARY_USABLE,
        () -> {
          try {
            return library.usableBytes();
          } catch (IOException e) {
            return Double.NaN;
          }
        });
  }

  private void export(Uploads uploads) {
    metrics.observe(LibrarySeries.UNFINISHED_UPLOADS, uploads::unfinished);
    metrics.observe(LibrarySeries.UNFINISHED_UPLOADS_LIMIT, () -> uploads.limits().maxUnfinished());
    metrics.observe(LibrarySeries.UNFINISHED_UPLOAD_BYTES, uploads::unfinishedBytes);
    metrics.observe(
        LibrarySeries.UNFINISHED_UPLOAD_BYTES_LIMIT, () -> uploads.limits().maxUnfinishedBytes());
    metrics.observeCount(LibrarySeries.UPLOADS_EVICTED, uploads::evicted);
  }

  private void export(FrameBacklog backlog) {
    metrics.observePartitions(RetentionSeries.RETENTION, backlog::retentionSeconds);
    metrics.observePartitions(RetentionSeries.RETENTION_LEFT, backlog::secondsLeft);
    metrics.observePartitions(RetentionSeries.LAG_RECORDS, backlog::lagRecords);
    metrics.observePartitions(RetentionSeries.LAG_SECONDS, backlog::lagSeconds);
    metrics.observePartitions(RetentionSeries.LOST, backlog::lost);
  }

  private void exportExpiry(GatewayConfig config) {
    TlsConfig tls = config.tls();
    Stream.of(
            config.telemetry().certificates().stream(),
            tls.certificate().stream(),
            tls.clientCa().stream())
        .flatMap(files -> files)
        .distinct()
        .forEach(this::exportExpiry);
  }

  private void exportExpiry(Path file) {
    CertificateExpiry expiry = new CertificateExpiry(file);
    metrics.observe(
        GatewaySeries.CERTIFICATE_EXPIRY,
        () -> expiry.at().map(at -> at.toEpochMilli() / 1e3).orElse(Double.NaN),
        file.toString());
  }

  private void export(Tracing tracing) {
    for (Decision why : Decision.values()) {
      metrics.observeCount(TraceSeries.TRACES, () -> tracing.count(why), why.text());
    }
    metrics.observe(TraceSeries.RATIO, tracing::ratio);
    metrics.observe(TraceSeries.BUDGET, tracing::budget);
  }

  /** Counts the lines that this process has logged. */
  private void exportLogLines() {
    for (String level : WrittenLines.LEVELS) {
      metrics.observeCount(GatewaySeries.LOG_LINES, () -> WrittenLines.count(level), level);
    }
    metrics.observeCount(GatewaySeries.LOG_LINES_SUPPRESSED, WrittenLines::leftOut);
  }

  private void export(Server server) {
    metrics.used("connections", () -> server.config().serverMetrics().activeConnections());
    metrics.observe(
        GatewaySeries.CONNECTIONS, () -> server.config().serverMetrics().activeConnections());
  }
}
