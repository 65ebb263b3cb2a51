package io.darkroom.gateway.stream;

import io.darkroom.gateway.fanout.Subscriber;

/** Why the gateway gave up a frame: the reasons in statuses and metrics. */
public final class Drop {

  /** A subscriber was too slow; the others got it. */
  public static final String SLOW_SUBSCRIBER = Subscriber.SLOW;

  /** It had been delivered already. */
  public static final String DUPLICATE = "duplicate";

  /** Its producer had published it before. */
  public static final String REPEATED = "repeated";

  /** Its pipeline has been deleted, or is not known yet. */
  public static final String UNKNOWN_PIPELINE = "unknown_pipeline";

  /** A source gave more frames than it was asked for. */
  public static final String SAMPLED_OUT = "sampled_out";

  private Drop() {}
}
