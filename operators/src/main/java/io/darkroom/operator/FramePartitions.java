package io.darkroom.operator;

import java.io.Serializable;

/** Which partition of the topic {@code frames} each stream belongs to. */
public interface FramePartitions extends Serializable {

  /** What a stream's partition is where that is not known. */
  int UNKNOWN = -1;

  /** Where no rule holds. */
  FramePartitions NONE = () -> streamId -> UNKNOWN;

  /** The rule as it is now; closed by who opened it. */
  interface View extends AutoCloseable {

    /** The partition, or {@link #UNKNOWN}. */
    int of(String streamId);

    @Override
    default void close() {}
  }

  View open();
}
