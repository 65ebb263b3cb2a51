package io.darkroom.gateway.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.util.SafeCloseable;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.kafka.LogFollower;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The pipelines as the topic {@code pipelines} tells them; nothing else changes them. Written by
 * the follower's thread, read by any.
 */
public final class PipelineStore implements LogFollower.Listener {

  private final Map<String, PipelineTimeline> timelines = new ConcurrentHashMap<>();
  private final List<Consumer<String>> deletionListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();
  private final ConcurrentSkipListMap<Long, CompletableFuture<Void>> awaited =
      new ConcurrentSkipListMap<>();
  private volatile long nextOffset;

  @Override
  public void onRecord(ConsumerRecord<byte[], byte[]> message, boolean live) {
    try {
      fold(message);
      changeListeners.forEach(Runnable::run);
    } finally {
      nextOffset = message.offset() + 1;
      completeUpTo(nextOffset);
    }
  }

  private void fold(ConsumerRecord<byte[], byte[]> message) {
    String pipelineId = new String(message.key(), UTF_8);
    if (message.value() == null) {
      timelines.remove(pipelineId);
      deletionListeners.forEach(listener -> listener.accept(pipelineId));
      return;
    }
    Instant appendedAt = Instant.ofEpochMilli(message.timestamp());
    timelines.put(pipelineId, PipelineCodec.fromBytes(message.value(), appendedAt));
  }

  /** Completes once the record at the offset has been folded in. */
  public CompletableFuture<Void> folded(long offset) {
    CompletableFuture<Void> future =
        awaited.computeIfAbsent(offset + 1, key -> new CompletableFuture<>());
    completeUpTo(nextOffset);
    return future.copy();
  }

  private void completeUpTo(long offset) {
    for (Map.Entry<Long, CompletableFuture<Void>> due = awaited.firstEntry();
        due != null && due.getKey() <= offset;
        due = awaited.firstEntry()) {
      awaited.remove(due.getKey());
      due.getValue().complete(null);
    }
  }

  /** Calls back, on the follower's thread, with the id of each pipeline that is deleted. */
  public void onDeleted(Consumer<String> listener) {
    deletionListeners.add(listener);
  }

  /** Calls back, on the follower's thread, after each change, until what it returns is closed. */
  public SafeCloseable onChange(Runnable listener) {
    changeListeners.add(listener);
    return () -> changeListeners.remove(listener);
  }

  public boolean contains(String pipelineId) {
    return timelines.containsKey(pipelineId);
  }

  public Optional<PipelineTimeline> timeline(String pipelineId) {
    return Optional.ofNullable(timelines.get(pipelineId));
  }

  /**
   * The newest revision.
   *
   * @throws DarkroomException {@code NOT_FOUND}
   */
  public Pipeline require(String pipelineId) {
    return timeline(pipelineId).orElseThrow(() -> notFound(pipelineId)).newest();
  }

  public static DarkroomException notFound(String pipelineId) {
    return DarkroomException.notFound(
        "pipeline", pipelineId, "PUT /v1/pipelines/%s creates it.".formatted(pipelineId));
  }

  /** The newest revision of each, by id. */
  public List<Pipeline> pipelines() {
    return timelines.values().stream()
        .map(PipelineTimeline::newest)
        .sorted(Comparator.comparing(Pipeline::pipelineId))
        .toList();
  }

  public List<Pipeline> ofStream(String streamId) {
    return pipelines().stream().filter(p -> p.streamId().equals(streamId)).toList();
  }
}
