package io.darkroom.gateway.frames.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.gateway.limits.RecentMap;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.trace.ResultTraces;
import io.darkroom.topic.StreamStatusKey;
import io.darkroom.v1.StreamReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The newest reports of the jobs on each stream, from the topic {@code stream-status}. Bounded:
 * forgets the streams that were reported least recently. Thread-safe.
 */
public final class KnownStreams implements LogFollower.Listener {

  static final int MAX_STREAMS = 10_000;

  private final RecentMap<String, KnownStream> streams = new RecentMap<>(MAX_STREAMS);
  private final String jobGroup;
  private final GatewayMetrics metrics;
  private final ResultTraces traces;
  private final LongSupplier nanoTime;

  /**
   * @param jobGroup consumer group of the job whose reports are preferred
   */
  public KnownStreams(
      String jobGroup, GatewayMetrics metrics, ResultTraces traces, LongSupplier nanoTime) {
    this.jobGroup = jobGroup;
    this.metrics = metrics;
    this.traces = traces;
    this.nanoTime = nanoTime;
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    StreamStatusKey key = keyOf(message);
    if (message.value() == null) {
      streams.find(key.streamId()).ifPresent(stream -> stream.remove(key));
      return;
    }
    StreamReport report = parse(message.value());
    KnownStream stream = streams.touch(key.streamId(), id -> new KnownStream(jobGroup, nanoTime));
    Optional<StreamReport> before = stream.put(key, report, live ? Duration.ZERO : age(message));
    if (live) {
      countRejects(before.map(StreamReport::getRejectsMap).orElse(Map.of()), report);
      report.getKeptTracesList().forEach(traces::keep);
    }
  }

  /** By the clocks of broker and gateway, which may differ; only records from before matter. */
  private static Duration age(ConsumerRecord<byte[], byte[]> message) {
    return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - message.timestamp()));
  }

  private static StreamStatusKey keyOf(ConsumerRecord<byte[], byte[]> message) {
    String text = message.key() == null ? "" : new String(message.key(), UTF_8);
    return StreamStatusKey.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "key: \"%s\" (expected: STREAM/PARTITION/GROUP)".formatted(text)));
  }

  private static StreamReport parse(byte[] value) {
    try {
      return StreamReport.parseFrom(value);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("value: not a StreamReport", e);
    }
  }

  /** Codes of a newer job are left out. */
  private void countRejects(Map<String, Long> before, StreamReport report) {
    for (ErrorCode code : ErrorCode.values()) {
      long more = report.getRejectsOrDefault(code.name(), 0) - before.getOrDefault(code.name(), 0L);
      if (more > 0) {
        metrics.rejected(code, more);
      }
    }
  }

  Optional<KnownStream> find(String streamId) {
    return streams.find(streamId);
  }

  List<String> streamIds() {
    return streams.keys();
  }
}
