package io.darkroom.operator;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Repeats tests with codec threads. */
@Tag("slow")
class WithCodecThreadsTest {

  private static final int THREADS = 2;

  @Nested
  class Frames extends FilterOperatorTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }

  @Nested
  class HostileFrames extends HostileFramesTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }

  @Nested
  class Budget extends TaskBudgetTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }

  @Nested
  class StatefulChains extends StatefulChainsTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }

  @Nested
  class Traces extends FrameTracesTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }

  @Nested
  class Requests extends RequestOperatorTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }

  @Nested
  class Sessions extends SessionsTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }

  @Nested
  class MemoryHeld extends MemoryHeldTest {
    @Override
    int codecThreads() {
      return THREADS;
    }
  }
}
