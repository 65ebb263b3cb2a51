package io.darkroom.gateway.frames.watch;

import java.util.Optional;
import java.util.Set;

/** Where the job has seen the frames of streams, or written the results of pipelines. */
public interface ReportedPositions {

  /** The partitions that hold frames of the id. */
  Set<Integer> partitions(String id);

  /** Position of the newest frame; empty if none is known. */
  Optional<Delivery.Place> newest(String id);
}
