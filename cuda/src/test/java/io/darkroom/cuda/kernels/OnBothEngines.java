package io.darkroom.cuda.kernels;

import io.darkroom.cuda.device.FreshGpus;
import io.darkroom.cuda.standin.StandIn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Tests that compare a GPU with the CPU. Each class opens its engines once, since a real GPU takes
 * a third of a second for that.
 */
abstract class OnBothEngines {

  static Comparison engines;

  @BeforeAll
  static void open() {
    StandIn.orRealGpu();
    FreshGpus.forget();
    engines = new Comparison();
  }

  /** Nothing is open where the test is skipped for want of a GPU of any kind. */
  @AfterAll
  static void close() {
    if (engines != null) {
      engines.close();
      engines = null;
    }
  }
}
