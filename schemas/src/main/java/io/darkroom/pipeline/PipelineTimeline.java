package io.darkroom.pipeline;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.darkroom.error.DarkroomException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The revisions of a pipeline, oldest first. Every frame is processed by the revision that was in
 * effect when the frame was appended, even if the frame is replayed later. Immutable.
 *
 * @param endsAt set once the pipeline is deleted; frames appended at or after it are not processed
 */
public record PipelineTimeline(List<Pipeline> revisions, Optional<Instant> endsAt) {

  /**
   * How long after its append a change takes effect, unless it sets a time. Kafka does not order
   * records of two topics, so this gives every task time to read the change before the first frame
   * that it applies to.
   */
  public static final Duration LEAD = Duration.ofMillis(200);

  /** Maximum number of revisions to keep; older ones are dropped. */
  static final int LONGEST = 64;

  public PipelineTimeline {
    if (revisions.isEmpty()) {
      throw DarkroomException.invalid("revisions", "revisions: none (expected: at least one).");
    }
    revisions =
        List.copyOf(revisions.subList(Math.max(0, revisions.size() - LONGEST), revisions.size()));
  }

  public static PipelineTimeline startingWith(Pipeline first) {
    return new PipelineTimeline(List.of(first), Optional.empty());
  }

  public Pipeline newest() {
    return revisions.get(revisions.size() - 1);
  }

  /** Returns the streams of all revisions. */
  public Set<String> streamIds() {
    return revisions.stream().map(Pipeline::streamId).collect(toUnmodifiableSet());
  }

  /** Returns the revision for a frame appended at the given time of the broker's clock. */
  public Optional<Pipeline> at(Instant appendedAt) {
    if (endsAt.isPresent() && !appendedAt.isBefore(endsAt.get())) {
      return Optional.empty();
    }
    for (int i = revisions.size() - 1; i >= 0; i--) {
      if (!appendedAt.isBefore(revisions.get(i).effectiveFrom())) {
        return Optional.of(revisions.get(i));
      }
    }
    return Optional.empty();
  }

  public PipelineTimeline with(Pipeline next) {
    List<Pipeline> longer = new ArrayList<>(revisions);
    longer.add(next);
    return new PipelineTimeline(longer, Optional.empty());
  }

  public PipelineTimeline endingAt(Instant end) {
    return new PipelineTimeline(revisions, Optional.of(end));
  }
}
