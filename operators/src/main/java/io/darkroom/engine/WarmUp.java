package io.darkroom.engine;

import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.kernel.Shape;
import java.util.List;

/**
 * Tells when the models of a chain's stateful filters begin, and how long they learn. They begin
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

  /** Whether pictures must be run one by one, in order. */
  public boolean stateful() {
    return stateful;
  }

  /** Takes note of the next picture's shape; true where every model must start again. */
  public boolean begins(Shape next) {
    if (next.equals(shape)) {
      return false;
    }
    shape = next;
    seen = 0;
    return stateful;
  }

  /** Counts a picture that was filtered; whether the models were still learning from it. */
  public boolean learnsFrom() {
    return seen++ < needed;
  }

  /** Forgets what was seen: the next picture begins the models. */
  public void restart() {
    shape = null;
  }
}
