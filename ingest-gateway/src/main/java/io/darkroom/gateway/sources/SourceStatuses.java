package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.v1.SourceStatus;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The latest statuses from the topic {@code source-status}. Their age counts from the time they
 * were received, so that clocks of other machines do not matter. Written by the follower's thread,
 * read by any thread.
 */
public final class SourceStatuses implements LogFollower.Listener {

  /** Gateways report every second; after this long without a report a gateway counts as gone. */
  private static final Duration FRESH = Duration.ofSeconds(4);

  private static final int MAX_STATUSES = 10_000;

  private final Map<String, Received> statuses = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  private record Received(SourceStatus status, long atNanos) {}

  public SourceStatuses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    String sourceId = new String(message.key(), UTF_8);
    if (message.value() == null) {
      statuses.remove(sourceId);
    } else if (statuses.size() < MAX_STATUSES || statuses.containsKey(sourceId)) {
      statuses.put(sourceId, new Received(read(message.value()), nanoTime.getAsLong()));
    }
  }

  private static SourceStatus read(byte[] value) {
    try {
      return SourceStatus.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The newest status, regardless of its age. */
  Optional<SourceStatus> last(String sourceId) {
    return Optional.ofNullable(statuses.get(sourceId)).map(Received::status);
  }

  /** The newest status, if it is recent enough that its gateway counts as alive. */
  Optional<SourceStatus> fresh(String sourceId) {
    return Optional.ofNullable(statuses.get(sourceId))
        .filter(received -> nanoTime.getAsLong() - received.atNanos() < FRESH.toNanos())
        .map(Received::status);
  }

  void forget(String sourceId) {
    statuses.remove(sourceId);
  }
}
