package io.darkroom.operator;

import io.darkroom.v1.RecordPosition;
import java.io.Serializable;
import java.util.Optional;

/** Finds where the results of this process are in the topic {@code processed}. */
public interface ResultPositions extends Serializable {

  /** Knows no positions. */
  ResultPositions NONE = () -> pipelineId -> Optional.empty();

  /** The positions while a task runs; the caller that opens it closes it. Thread-safe. */
  interface View extends AutoCloseable {

    /** Returns the position of a pipeline's newest result that Kafka has acknowledged. */
    Optional<RecordPosition> newest(String pipelineId);

    @Override
    default void close() {}
  }

  View open();
}
