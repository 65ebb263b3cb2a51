package io.darkroom.cuda.engine;

import io.darkroom.cuda.device.Slot;
import io.darkroom.kernel.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A chain's plans on the GPU for the shapes that were seen last. */
final class ChainCache implements AutoCloseable {

  private static final int MOST = 8;

  private final Slot slot;
  private final int most;
  private final Map<Shape, DeviceChain> chains = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * None yet.
   *
   * @param stateful keeps one only, whose models end when the shape changes
   */
  ChainCache(Slot slot, boolean stateful) {
    this.slot = slot;
    most = stateful ? 1 : MOST;
  }

  /** The chain's plan for a shape; null where there is none yet. */
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
