package io.darkroom.operator;

import io.darkroom.pipeline.Pipeline;
import io.darkroom.pipeline.PipelineCodec;
import io.darkroom.pipeline.PipelineTimeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which pipelines apply to which frame, folded from the records of the topic {@code pipelines}. Not
 * thread-safe: one task owns it.
 */
final class PipelineIndex {

  private static final Logger LOG = LoggerFactory.getLogger(PipelineIndex.class);

  private final Map<String, PipelineTimeline> timelines = new TreeMap<>();
  private long nextOffset;

  /** Takes up what a checkpoint knew; records of the topic come on top of it. */
  void restore(String pipelineId, byte[] timeline) {
    timelines.put(pipelineId, PipelineCodec.fromBytes(timeline, Instant.EPOCH));
  }

  /** Takes up the whole topic as of now: from here on no older record changes anything. */
  void load(PipelineSnapshot.Content content) {
    Instant now = Instant.ofEpochMilli(content.readAtMillis());
    for (PipelineRecord pipeline : content.pipelines()) {
      fold(pipeline);
    }
    Set<String> known = content.pipelineIds();
    timelines.replaceAll(
        (id, timeline) ->
            known.contains(id) || timeline.endsAt().isPresent()
                ? timeline
                : timeline.endingAt(now));
    nextOffset = content.nextOffset();
  }

  /**
   * Follows the topic.
   *
   * @return the timeline as it is now; empty where the record was known already or is unreadable
   */
  Optional<PipelineTimeline> follow(PipelineRecord pipeline) {
    if (pipeline.offset() < nextOffset) {
      return Optional.empty();
    }
    nextOffset = pipeline.offset() + 1;
    return fold(pipeline);
  }

  /** The revisions that apply to a frame of the stream, in the order of pipeline ids. */
  List<Pipeline> at(String streamId, Instant appendedAt) {
    List<Pipeline> pipelines = new ArrayList<>();
    for (PipelineTimeline timeline : timelines.values()) {
      timeline
          .at(appendedAt)
          .filter(pipeline -> pipeline.streamId().equals(streamId))
          .ifPresent(pipelines::add);
    }
    return pipelines;
  }

  /** Forgets pipelines that ended before the given moment: no frame that old is still to come. */
  void forgetEndedBefore(Instant moment) {
    timelines.values().removeIf(t -> t.endsAt().filter(end -> end.isBefore(moment)).isPresent());
  }

  /** Pipelines that have no end. */
  int size() {
    return (int) timelines.values().stream().filter(t -> t.endsAt().isEmpty()).count();
  }

  Map<String, PipelineTimeline> timelines() {
    return timelines;
  }

  private Optional<PipelineTimeline> fold(PipelineRecord pipeline) {
    Instant appendedAt = Instant.ofEpochMilli(pipeline.appendedAtMillis());
    if (pipeline.deletes()) {
      Instant end = appendedAt.plus(PipelineTimeline.LEAD);
      return Optional.ofNullable(
          timelines.computeIfPresent(
              pipeline.pipelineId(), (id, timeline) -> timeline.endingAt(end)));
    }
    try {
      PipelineTimeline timeline = PipelineCodec.fromBytes(pipeline.timeline(), appendedAt);
      timelines.put(pipeline.pipelineId(), timeline);
      return Optional.of(timeline);
    } catch (RuntimeException e) {
      LOG.warn(
          "pipeline {}: record at offset {} is not readable and changes nothing: {}",
          pipeline.pipelineId(),
          pipeline.offset(),
          e.getMessage());
      return Optional.empty();
    }
  }
}
