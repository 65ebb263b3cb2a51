package io.darkroom.operator;

import java.io.Serializable;

/** Reports which pipelines are used while a task runs. */
@FunctionalInterface
public interface DemandSource extends Serializable {

  /** Reports nothing, so that every pipeline counts as used. */
  DemandSource NONE = target -> () -> {};

  /** Gives each report to the target on a separate thread, until the returned handle is closed. */
  AutoCloseable follow(PipelineDemand target);
}
