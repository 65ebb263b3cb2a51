package io.darkroom.operator;

import java.io.Serializable;

/** Finds the partition of the topic {@code frames} to which a stream belongs. */
public interface FramePartitions extends Serializable {

  /** The partition of a stream if it is not known. */
  int UNKNOWN = -1;

  /** Knows no partitions. */
  FramePartitions NONE = () -> streamId -> UNKNOWN;

  /** The current partitions; the caller that opens it closes it. */
  interface View extends AutoCloseable {

    /** Returns the partition, or {@link #UNKNOWN}. */
    int of(String streamId);

    @Override
    default void close() {}
  }

  View open();
}
