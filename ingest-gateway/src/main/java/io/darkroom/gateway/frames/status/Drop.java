package io.darkroom.gateway.frames.status;

import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.telemetry.metric.DropReason;

/** Reasons for which the gateway drops a frame, as in status and metrics. */
public final class Drop {

  /** One subscriber was too slow; others may have received it. */
  public static final String SLOW_SUBSCRIBER = Subscriber.SLOW;

  /** Its producer published it before. */
  public static final String REPEATED = DropReason.REPEATED.text();

  /** The source delivers more frames than its definition asks for. */
  public static final String SAMPLED_OUT = DropReason.SAMPLED_OUT.text();

  private Drop() {}
}
