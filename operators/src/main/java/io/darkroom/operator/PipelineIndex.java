package io.darkroom.operator;

import io.darkroom.frame.Excerpt;
import io.darkroom.frame.Names;
import io.darkroom.frame.WireTime;
import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the pipelines that apply to a frame, from the records of the topic {@code pipelines}. A
 * lookup visits only the pipelines of the frame's stream. Anyone may write to the topic, so no
 * record causes an exception: an unusable one is ignored and counted. Not thread-safe; owned by one
 * task.
 */
final class PipelineIndex {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineIndex.class);

  /** A timeline of 64 revisions, each with the longest chain, takes less than half of it. */
  static final int MOST_BYTES = 1 << 20;

  private final int most;
  private final Map<String, PipelineTimeline> timelines = new HashMap<>();
  private final Map<String, SortedMap<String, PipelineTimeline>> byStream = new HashMap<>();
  private final Map<String, byte[]> encoded = new HashMap<>();
  private int live;
  private long refused;
  private long nextOffset;

  /**
   * Creates an empty index.
   *
   * @param most largest number of pipelines, including those that ended and may still get frames
   */
  PipelineIndex(int most) {
    this.most = most;
  }

  /** Restores a pipeline of a checkpoint; records of the topic are applied on top of it. */
  void restore(String pipelineId, byte[] timeline) {
    put(new PipelineRecord(0, pipelineId, timeline, 0));
  }

  /** Applies the current content of the topic: from now on older records are ignored. */
  void load(PipelineTopic.Content content) {
    Instant now = Instant.ofEpochMilli(content.readAtMillis());
    for (PipelineRecord pipeline : content.pipelines()) {
      fold(pipeline);
    }
    Set<String> known = content.pipelineIds();
    for (Map.Entry<String, PipelineTimeline> pipeline : List.copyOf(timelines.entrySet())) {
      if (!known.contains(pipeline.getKey()) && pipeline.getValue().endsAt().isEmpty()) {
        set(pipeline.getKey(), pipeline.getValue().endingAt(now));
      }
    }
    nextOffset = content.nextOffset();
  }

  /**
   * Applies the next record of the topic.
   *
   * @return the new timeline; empty if the record was already known or is refused
   */
  Optional<PipelineTimeline> follow(PipelineRecord pipeline) {
    if (pipeline.offset() < nextOffset) {
      return Optional.empty();
    }
    nextOffset = pipeline.offset() + 1;
    return fold(pipeline);
  }

  /**
   * Returns the enabled revisions that apply to a frame of the stream, in the order of pipeline
   * ids.
   */
  List<Pipeline> at(String streamId, Instant appendedAt) {
    SortedMap<String, PipelineTimeline> candidates = byStream.get(streamId);
    if (candidates == null) {
      return List.of();
    }
    List<Pipeline> pipelines = new ArrayList<>(candidates.size());
    for (PipelineTimeline timeline : candidates.values()) {
      timeline
          .at(appendedAt)
          .filter(pipeline -> pipeline.enabled() && pipeline.streamId().equals(streamId))
          .ifPresent(pipelines::add);
    }
    return pipelines;
  }

  /** Returns whether a pipeline processes a stream at a moment or will do so later. */
  boolean serves(String pipelineId, String streamId, Instant moment) {
    PipelineTimeline timeline = timelines.get(pipelineId);
    if (timeline == null || timeline.endsAt().filter(end -> !end.isAfter(moment)).isPresent()) {
      return false;
    }
    boolean now =
        timeline.at(moment).filter(pipeline -> pipeline.streamId().equals(streamId)).isPresent();
    return now
        || timeline.revisions().stream()
            .anyMatch(r -> r.effectiveFrom().isAfter(moment) && r.streamId().equals(streamId));
  }

  /**
   * Removes pipelines that ended before the given moment: no frames that old are expected any more.
   */
  void forgetEndedBefore(Instant moment) {
    for (Map.Entry<String, PipelineTimeline> pipeline : List.copyOf(timelines.entrySet())) {
      if (pipeline.getValue().endsAt().filter(end -> end.isBefore(moment)).isPresent()) {
        set(pipeline.getKey(), null);
      }
    }
  }

  /** Returns the number of pipelines that have no end. */
  int size() {
    return live;
  }

  /** Returns the number of refused records: unreadable ones, and pipelines beyond the limit. */
  long refused() {
    return refused;
  }

  Map<String, PipelineTimeline> timelines() {
    return timelines;
  }

  /** Returns every timeline as bytes, for a checkpoint; only changed ones are encoded again. */
  Map<String, byte[]> encoded() {
    timelines.forEach(
        (id, timeline) ->
            encoded.computeIfAbsent(id, key -> PipelineCodec.toBytes(timeline, false)));
    return encoded;
  }

  private Optional<PipelineTimeline> fold(PipelineRecord pipeline) {
    return pipeline.deletes() ? end(pipeline) : put(pipeline);
  }

  private Optional<PipelineTimeline> end(PipelineRecord pipeline) {
    PipelineTimeline timeline = timelines.get(pipeline.pipelineId());
    if (timeline == null) {
      return Optional.empty();
    }
    PipelineTimeline ending = timeline.endingAt(appendedAt(pipeline).plus(PipelineTimeline.LEAD));
    set(pipeline.pipelineId(), ending);
    return Optional.of(ending);
  }

  private Optional<PipelineTimeline> put(PipelineRecord pipeline) {
    String problem;
    try {
      PipelineTimeline timeline = read(pipeline);
      if (hasRoomFor(pipeline)) {
        set(pipeline.pipelineId(), timeline);
        return Optional.of(timeline);
      }
      problem =
          "pipelines: %d (expected: at most %d). Delete some, or raise --max-pipelines of the job."
              .formatted(timelines.size() + 1, most);
    } catch (RuntimeException e) {
      problem = e.getMessage();
    }
    refused++;
    LOG.warn(
        "pipeline {}: the record at offset {} is ignored: {}",
        Excerpt.quoted(pipeline.pipelineId()),
        pipeline.offset(),
        problem);
    return Optional.empty();
  }

  private static PipelineTimeline read(PipelineRecord pipeline) {
    Names.require("record key", pipeline.pipelineId());
    if (pipeline.timeline().length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "record: %d bytes (expected: at most %d). Set the pipeline again."
              .formatted(pipeline.timeline().length, MOST_BYTES));
    }
    PipelineTimeline timeline = PipelineCodec.fromBytes(pipeline.timeline(), appendedAt(pipeline));
    for (Pipeline revision : timeline.revisions()) {
      if (!revision.pipelineId().equals(pipeline.pipelineId())) {
        throw new IllegalArgumentException(
            "pipelineId: %s (expected: %s, as the record's key). Set the pipeline again."
                .formatted(revision.pipelineId(), pipeline.pipelineId()));
      }
    }
    return timeline;
  }

  /**
   * Returns a record's time, clamped to the years 1970 to 9999 like the other times of the topic.
   */
  private static Instant appendedAt(PipelineRecord pipeline) {
    return WireTime.clamped(pipeline.appendedAtMillis());
  }

  /** Before it refuses a new pipeline, it removes the one that ended first. */
  private boolean hasRoomFor(PipelineRecord pipeline) {
    if (timelines.containsKey(pipeline.pipelineId()) || timelines.size() < most) {
      return true;
    }
    Instant now = appendedAt(pipeline);
    Optional<String> earliest =
        timelines.entrySet().stream()
            .filter(t -> t.getValue().endsAt().filter(end -> !end.isAfter(now)).isPresent())
            .min(Comparator.comparing(t -> t.getValue().endsAt().orElseThrow()))
            .map(Map.Entry::getKey);
    earliest.ifPresent(id -> set(id, null));
    return earliest.isPresent();
  }

  /** Replaces the timeline of a pipeline; null removes it. */
  private void set(String pipelineId, PipelineTimeline timeline) {
    encoded.remove(pipelineId);
    PipelineTimeline before =
        timeline == null ? timelines.remove(pipelineId) : timelines.put(pipelineId, timeline);
    if (before != null) {
      before.streamIds().forEach(stream -> unindex(stream, pipelineId));
      live -= before.endsAt().isEmpty() ? 1 : 0;
    }
    if (timeline != null) {
      for (String stream : timeline.streamIds()) {
        byStream.computeIfAbsent(stream, s -> new TreeMap<>()).put(pipelineId, timeline);
      }
      live += timeline.endsAt().isEmpty() ? 1 : 0;
    }
  }

  private void unindex(String streamId, String pipelineId) {
    byStream.computeIfPresent(
        streamId,
        (stream, pipelines) -> {
          pipelines.remove(pipelineId);
          return pipelines.isEmpty() ? null : pipelines;
        });
  }
}
