package io.darkroom.gateway.frames.status;

import io.darkroom.gateway.frames.watch.Subscriber;
import io.darkroom.telemetry.metric.DropReason;

/** Why the gateway gave up a frame: the reasons in statuses and metrics. */
public final class Drop {

  /** A subscriber was too slow; the others got it. */
  public static final String SLOW_SUBSCRIBER = Subscriber.SLOW;

  /** It had been delivered already. */
  public static final String DUPLICATE = DropReason.DUPLICATE.text();

  /** Its producer had published it before. */
  public static final String REPEATED = DropReason.REPEATED.text();

  /** Its pipeline has been deleted, or is not known yet. */
  public static final String UNKNOWN_PIPELINE = DropReason.UNKNOWN_PIPELINE.text();

  /** A source gave more frames than it was asked for. */
  public static final String SAMPLED_OUT = DropReason.SAMPLED_OUT.text();

  private Drop() {}
}
