package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.kernel.Shape;
import java.util.List;

/**
 * Tracks when the models of a chain's stateful filters start and how long they warm up. They start
 * with the first picture and again whenever the shape of the pictures changes.
 */
public final class WarmUp {

  private final boolean stateful;
  private final int needed;
  private Shape shape;
  private long seen;

  public WarmUp(List<ValidStep> steps, FilterCatalogue filters) {
    stateful = steps.stream().anyMatch(step -> step.filter().stateful());
    needed =
        steps.stream()
            .mapToInt(step -> filters.filter(step.filter().id()).framesToWarmUp(step.arguments()))
            .max()
            .orElse(0);
  }

  /** Returns whether pictures must run one by one, in order. */
  public boolean stateful() {
    return stateful;
  }

  /** Records the next picture's shape; returns whether every model must start again. */
  public boolean begins(Shape next) {
    if (next.equals(shape)) {
      return false;
    }
    shape = next;
    seen = 0;
    return stateful;
  }

  /** Counts a filtered picture; returns whether the models were still warming up. */
  public boolean learnsFrom() {
    return seen++ < needed;
  }

  /** Starts the models again with the next picture. */
  public void restart() {
    shape = null;
  }
}
