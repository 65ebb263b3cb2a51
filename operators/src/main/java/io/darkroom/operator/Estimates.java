package io.darkroom.operator;

import io.darkroom.chain.Chain;
import io.darkroom.chain.ChainValidator;
import io.darkroom.chain.ChainValidator.ValidStep;
import io.darkroom.engine.Estimate;
import io.darkroom.error.DarkroomException;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.frame.ImageLimits;
import io.darkroom.kernel.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Caches the estimates of chains for pictures of a shape that were used last. Owned by one task.
 */
final class Estimates {

  private static final int MOST = 1024;

  private record Key(Chain chain, Shape shape) {}

  private final FilterCatalogue filters;
  private final ImageLimits limits;
  private final ChainValidator validator;
  private final Map<Key, Estimate> known = new LinkedHashMap<>(16, 0.75f, true);

  Estimates(FilterCatalogue filters, ImageLimits limits) {
    this.filters = filters;
    this.limits = limits;
    this.validator = new ChainValidator(filters.definitions());
  }

  /**
   * Returns the estimate of a chain.
   *
   * @throws DarkroomException {@code INVALID_CHAIN}, or {@code IMAGE_TOO_LARGE} if an intermediate
   *     picture exceeds the limits
   */
  Estimate of(Chain chain, Shape shape) {
    Key key = new Key(chain, shape);
    Estimate estimate = known.get(key);
    if (estimate == null) {
      List<ValidStep> steps = validator.validate(chain);
      filters.check(steps);
      estimate = Estimate.of(steps, filters, shape, limits);
      known.put(key, estimate);
      if (known.size() > MOST) {
        known.remove(known.keySet().iterator().next());
      }
    }
    return estimate;
  }
}
