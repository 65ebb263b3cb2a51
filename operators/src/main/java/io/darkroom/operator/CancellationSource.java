package io.darkroom.operator;

import java.io.Serializable;

/** Reports cancelled requests while a task runs. */
@FunctionalInterface
public interface CancellationSource extends Serializable {

  /** Reports none. */
  CancellationSource NONE = target -> () -> {};

  /**
   * Adds each cancelled request to the target on a separate thread, until the returned handle is
   * closed.
   */
  AutoCloseable follow(Cancellations target);
}
