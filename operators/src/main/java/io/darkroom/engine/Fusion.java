package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.definition.FilterDefinition.Channels;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filter.PointOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Divides a chain into stages: consecutive filters that change each pixel independently become one
 * stage of composed operations; every other filter is a separate stage.
 */
public final class Fusion {

  private final FilterCatalogue filters;
  private final List<ValidStep> steps;
  private final List<Stage> stages = new ArrayList<>();
  private final List<PointOperation> pending = new ArrayList<>();
  private int channels;

  private Fusion(List<ValidStep> steps, FilterCatalogue filters, int channels) {
    this.steps = steps;
    this.filters = filters;
    this.channels = channels;
  }

  /** Consecutive steps of a chain, from the first (inclusive) to the end (exclusive). */
  public sealed interface Stage {
    int first();

    int end();

    /** Divides the time of the stage evenly among its filters. */
    default void share(long nanos, long[] filterNanos) {
      Arrays.fill(filterNanos, first(), end(), nanos / (end() - first()));
    }
  }

  /** Steps that change each pixel independently, as the fewest operations with the same result. */
  public record Points(int first, int end, List<PointOperation> operations) implements Stage {}

  /** A step that depends on more than the pixel itself. */
  public record Single(int first, ValidStep step) implements Stage {
    @Override
    public int end() {
      return first + 1;
    }
  }

  /**
   * Returns the stages for pictures of 1 or 3 channels.
   *
   * @param channels of the pictures that enter the chain
   */
  public static List<Stage> stages(List<ValidStep> steps, FilterCatalogue filters, int channels) {
    return new Fusion(steps, filters, channels).stages();
  }

  private List<Stage> stages() {
    int first = 0;
    for (int i = 0; i < steps.size(); i++) {
      ValidStep step = steps.get(i);
      List<PointOperation> operations = filters.filter(step.filter().id()).points(step.arguments());
      if (operations.isEmpty()) {
        endPoints(first, i);
        stages.add(new Single(i, step));
        channels = channelsOut(step.filter().channelsOut());
        first = i + 1;
      } else {
        pending.addAll(operations);
      }
    }
    endPoints(first, steps.size());
    return List.copyOf(stages);
  }

  private void endPoints(int first, int end) {
    if (pending.isEmpty()) {
      return;
    }
    stages.add(new Points(first, end, Composition.of(pending, channels)));
    for (PointOperation operation : pending) {
      channels = operation.channelsOut(channels);
    }
    pending.clear();
  }

  private int channelsOut(Channels promised) {
    return switch (promised) {
      case ANY -> channels;
      case GRAY -> 1;
      case COLOUR -> 3;
    };
  }
}
