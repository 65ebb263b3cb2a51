package io.darkroom.engine;

import io.darkroom.definition.Accelerator;
import io.darkroom.filter.FilterCatalogue;

/** A kind of engine; found by {@link java.util.ServiceLoader}. Safe for any thread. */
public interface EngineProvider {

  /** What the engine runs on; {@link Accelerator#CPU} needs no provider. */
  Accelerator accelerator();

  /** Finds out whether the engine works at a site; never throws, and may keep its answer. */
  EngineProbe probe(EngineSite site);

  /**
   * Opens an engine that the caller closes.
   *
   * @throws io.darkroom.error.DarkroomException {@code UNAVAILABLE} where it cannot be opened
   */
  Engine open(FilterCatalogue filters, EngineSite site);
}
