package io.darkroom.engine;

import io.darkroom.definition.Accelerator;
import io.darkroom.filter.FilterCatalogue;

/** Opens engines of one kind; discovered by {@link java.util.ServiceLoader}. Thread-safe. */
public interface EngineProvider {

  /** Returns the accelerator that the engine runs on; {@link Accelerator#CPU} needs no provider. */
  Accelerator accelerator();

  /** Checks whether the engine works at a site; never throws, and may cache the result. */
  EngineProbe probe(EngineSite site);

  /**
   * Opens an engine that the caller closes.
   *
   * @throws io.darkroom.error.DarkroomException {@code UNAVAILABLE} if it cannot be opened
   */
  Engine open(FilterCatalogue filters, EngineSite site);
}
