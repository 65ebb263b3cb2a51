package io.darkroom.local;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Nested;

/** What a user sees of the whole system, on whichever broker the subclass brings. */
@Tag("slow")
abstract class EndToEnd {

  abstract Stack stack();

  @Nested
  class Pixels extends PixelTests {
    @Override
    Stack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Streams extends StreamTests {
    @Override
    Stack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Refusals extends RefusalTests {
    @Override
    Stack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Records extends RecordTests {
    @Override
    Stack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Videos extends VideoTests {
    @Override
    Stack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Lanes extends LaneTests {
    @Override
    Stack stack() {
      return EndToEnd.this.stack();
    }
  }

  @Nested
  class Contract extends ContractTests {
    @Override
    Stack stack() {
      return EndToEnd.this.stack();
    }
  }
}
