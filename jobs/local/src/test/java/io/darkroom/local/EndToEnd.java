package io.darkroom.local;

import org.junit.jupiter.api.Nested;

/** End-to-end tests of the complete system; the subclass provides the broker. */
abstract class EndToEnd {

  abstract TestStack stack();

  @Nested
  class Pixels extends PixelTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Images extends ImageTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Streams extends StreamTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Refusals extends RefusalTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Records extends RecordTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Videos extends VideoTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Lanes extends LaneTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Contract extends ContractTests {
    @Override
    TestStack stack() {
      return EndToEnd.this.stack();
    }
  }
}
