package io.darkroom.cuda.kernels;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Base of tests that compare a GPU with the CPU. Each class opens its engines once, since a real
 * GPU needs a third of a second.
 */
abstract class OnBothEngines {

  static Comparison engines;

  @BeforeAll
  static void open() {
    StandIn.orRealGpu();
    FreshGpus.forget();
    engines = new Comparison();
  }

  /** Nothing is open if the test was skipped because there is no GPU. */
  @AfterAll
  static void close() {
    if (engines != null) {
      engines.close();
      engines = null;
    }
  }
}
