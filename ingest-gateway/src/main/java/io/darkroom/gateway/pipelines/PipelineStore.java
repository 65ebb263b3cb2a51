package io.darkroom.gateway.pipelines;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import com.linecorp.armeria.common.util.SafeCloseable;
import io.darkroom.error.DarkroomException;
import io.darkroom.gateway.kafka.AppliedRecords;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
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
 * Holds the pipelines of the topic {@code pipelines}, and changes with it only. Written by the
 * follower's thread, read by any.
 */
public final class PipelineStore extends AppliedRecords {

  private final Map<String, PipelineTimeline> timelines = new ConcurrentHashMap<>();
  private final List<Consumer<String>> deletionListeners = new CopyOnWriteArrayList<>();
  private final List<Runnable> changeListeners = new CopyOnWriteArrayList<>();

  public PipelineStore() {
    super("pipelines");
  }

  @Override
  protected void apply(ConsumerRecord<byte[], byte[]> message) {
    put(message);
    changeListeners.forEach(Runnable::run);
  }

  private void put(ConsumerRecord<byte[], byte[]> message) {
    String pipelineId = new String(message.key(), UTF_8);
    if (message.value() == null) {
      timelines.remove(pipelineId);
      deletionListeners.forEach(listener -> listener.accept(pipelineId));
      return;
    }
    Instant appendedAt = Instant.ofEpochMilli(message.timestamp());
    timelines.put(pipelineId, PipelineCodec.fromBytes(message.value(), appendedAt));
  }

  /** Calls the listener, on the follower's thread, with the id of each deleted pipeline. */
  public void onDeleted(Consumer<String> listener) {
    deletionListeners.add(listener);
  }

  /** Calls the listener, on the follower's thread, after each change until the result is closed. */
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

  public int size() {
    return timelines.size();
  }

  /** The largest number of pipelines that a stream has. */
  public long mostOfOneStream() {
    return timelines.values().stream()
        .collect(groupingBy(timeline -> timeline.newest().streamId(), counting()))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }

  /** The newest revision of each pipeline, sorted by id. */
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
