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
 * What the gateways say on the topic {@code source-status}. Age goes by when it was heard here, so
 * that no clock matters but this machine's. Written by the follower's thread, read by any.
 */
public final class SourceStatuses implements LogFollower.Listener {

  /** A gateway that fetches speaks every second; after this long it is taken to be gone. */
  private static final Duration FRESH = Duration.ofSeconds(4);

  private static final int MAX_HEARD = 10_000;

  private final Map<String, Heard> heard = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  private record Heard(SourceStatus status, long atNanos) {}

  public SourceStatuses(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    String sourceId = new String(message.key(), UTF_8);
    if (message.value() == null) {
      heard.remove(sourceId);
    } else if (heard.size() < MAX_HEARD || heard.containsKey(sourceId)) {
      heard.put(sourceId, new Heard(read(message.value()), nanoTime.getAsLong()));
    }
  }

  private static SourceStatus read(byte[] value) {
    try {
      return SourceStatus.parseFrom(value);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The newest word, however old. */
  Optional<SourceStatus> last(String sourceId) {
    return Optional.ofNullable(heard.get(sourceId)).map(Heard::status);
  }

  /** The newest word of a gateway that is still there. */
  Optional<SourceStatus> fresh(String sourceId) {
    return Optional.ofNullable(heard.get(sourceId))
        .filter(word -> nanoTime.getAsLong() - word.atNanos() < FRESH.toNanos())
        .map(Heard::status);
  }

  void forget(String sourceId) {
    heard.remove(sourceId);
  }
}
