package io.darkroom.gateway.sources;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.kafka.AppliedRecords;
import io.darkroom.v1.Source;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The sources defined in the topic {@code sources}, and in nothing else. Written by the follower's
 * thread, read by any thread.
 */
public final class SourceStore extends AppliedRecords {

  private final Map<String, DefinedSource> sources = new ConcurrentHashMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  public SourceStore() {
    super("sources");
  }

  @Override
  protected void apply(ConsumerRecord<byte[], byte[]> message) {
    String sourceId = new String(message.key(), UTF_8);
    if (message.value() == null) {
      sources.remove(sourceId);
    } else {
      Source definition = read(message.value()).toBuilder().setSourceId(sourceId).build();
      Instant changedAt = Instant.ofEpochMilli(message.timestamp());
      sources.put(sourceId, new DefinedSource(definition, message.partition(), changedAt));
    }
    listeners.forEach(listener -> listener.accept(sourceId));
  }

  private static Source read(byte[] value) {
    try {
      return separated(Source.parseFrom(value));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Records may be invalid, since producers can write to the topic directly; records of old
   * gateways have passwords in the URI.
   */
  private static Source separated(Source source) {
    try {
      return SourceCredentials.separated(source);
    } catch (DarkroomException e) {
      return source;
    }
  }

  /**
   * Calls back, on the follower's thread, with the id of each source that changes or is deleted.
   */
  public void onChanged(Consumer<String> listener) {
    listeners.add(listener);
  }

  public Optional<DefinedSource> find(String sourceId) {
    return Optional.ofNullable(sources.get(sourceId));
  }

  /**
   * @throws DarkroomException {@code NOT_FOUND}
   */
  public DefinedSource require(String sourceId) {
    return find(sourceId).orElseThrow(() -> unknown(sourceId));
  }

  static DarkroomException unknown(String sourceId) {
    return DarkroomException.notFound(
        "source", sourceId, "PUT /v1/sources/%s creates it.".formatted(sourceId));
  }

  /** All sources, sorted by id. */
  public List<DefinedSource> all() {
    return sources.values().stream().sorted(Comparator.comparing(DefinedSource::sourceId)).toList();
  }

  public int size() {
    return sources.size();
  }

  /** The number of sources in a partition that should be fetched. */
  public int wantedIn(int partition) {
    return (int)
        sources.values().stream()
            .filter(source -> source.partition() == partition && source.isWanted())
            .count();
  }
}
