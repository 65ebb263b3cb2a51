package io.darkroom.telemetry.metric;

import java.util.Locale;

/** Why a frame was dropped: the values of the label {@code reason}, for the gateway and the job. */
public enum DropReason {
  SLOW_SUBSCRIBER("a subscriber was too slow; the others got the frame"),
  DUPLICATE("the result had been delivered already"),
  OUT_OF_ORDER("a later frame of the stream, from another partition, had been delivered already"),
  REPEATED("the producer had published the frame before"),
  SOURCE_OVERRUN("Kafka or the CPU could not keep up with the source"),
  SAMPLED_OUT("the source delivered more frames than its `fps`"),
  DAMAGED("the source delivered a frame that could not be decoded"),
  REJECTED("a frame of the source was rejected; `code` says why"),
  UNCLAIMED("the stream has no pipeline"),
  CANCELLED("the request was cancelled"),
  EXPIRED("the deadline of the request passed");

  private final String meaning;

  DropReason(String meaning) {
    this.meaning = meaning;
  }

  /** Returns the reason as used in labels and statuses. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Describes the reason for readers. */
  public String meaning() {
    return meaning;
  }
}
