package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.Slot;
import io.darkroom.kernel.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Caches a chain on the GPU for the most recent picture shapes. */
final class ChainCache implements AutoCloseable {

  private static final int MOST = 8;

  private final Slot slot;
  private final int most;
  private final Map<Shape, DeviceChain> chains = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Creates an empty cache.
   *
   * @param stateful whether to keep only one shape, whose models are dropped when the shape changes
   */
  ChainCache(Slot slot, boolean stateful) {
    this.slot = slot;
    most = stateful ? 1 : MOST;
  }

  /** Returns the cached chain for a shape, or null. */
  DeviceChain known(Shape shape) {
    return chains.get(shape);
  }

  DeviceChain of(Shape shape, Supplier<ChainPlan> plan) {
    DeviceChain chain = chains.get(shape);
    if (chain == null) {
      ChainPlan planned = plan.get();
      while (chains.size() >= most) {
        drop(chains.keySet().iterator().next());
      }
      chain = new DeviceChain(slot, planned);
      chains.put(shape, chain);
    }
    return chain;
  }

  private void drop(Shape shape) {
    chains.remove(shape).close();
  }

  @Override
  public void close() {
    List.copyOf(chains.keySet()).forEach(this::drop);
  }
}
