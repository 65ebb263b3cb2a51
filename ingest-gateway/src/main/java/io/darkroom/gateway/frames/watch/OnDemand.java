package io.darkroom.gateway.frames.watch;

/** What a channel must know of frames that the job makes only while somebody uses them. */
public interface OnDemand {

  /** The frames are always made. */
  OnDemand NEVER =
      new OnDemand() {
        @Override
        public boolean idle(String id) {
          return false;
        }

        @Override
        public void used(String id) {
          // Nobody needs to know.
        }
      };

  /** Whether the newest frame of an id may be old, because newer ones were not made. */
  boolean idle(String id);

  /** Notes a use of an id without a watch. Never blocks. */
  void used(String id);
}
