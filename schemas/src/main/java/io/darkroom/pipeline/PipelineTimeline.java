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
 * A pipeline's revisions, oldest first, so that every frame, also one that is read again later, is
 * processed under the revision of its own append time. Immutable.
 *
 * @param endsAt set once the pipeline is deleted: frames appended from then on are not processed
 */
public record PipelineTimeline(List<Pipeline> revisions, Optional<Instant> endsAt) {

  /**
   * How long after its append a change comes into force, unless it names a moment. Flink does not
   * order the two inputs of an operator; this gives every task time to hear of the change before it
   * meets the first frame that the change applies to.
   */
  public static final Duration LEAD = Duration.ofMillis(200);

  /** Most revisions that are kept: older ones are forgotten. */
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

  /** The streams that any of its revisions is for. */
  public Set<String> streamIds() {
    return revisions.stream().map(Pipeline::streamId).collect(toUnmodifiableSet());
  }

  /** The revision for a frame appended at the given moment of the broker's clock. */
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
