package io.darkroom.operator;

import java.io.Serializable;

/** Knows the partitions of a topic. */
public interface TopicPartitions extends Serializable {

  /** The partition of a key if it is not known. */
  int UNKNOWN = -1;

  /** Knows no partitions. */
  TopicPartitions NONE = () -> () -> 0;

  /** The current partitions; the caller that opens it closes it. */
  interface View extends AutoCloseable {

    /** Returns the number of partitions; 0 if it is not known. */
    int count();

    /** Returns the partition that a key belongs to, or {@link #UNKNOWN}. */
    default int of(String key) {
      return UNKNOWN;
    }

    @Override
    default void close() {}
  }

  View open();
}
