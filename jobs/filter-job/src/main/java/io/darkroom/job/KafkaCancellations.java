package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.operator.CancellationSource;
import io.darkroom.operator.Cancellations;

/** Follows the topic {@code cancellations}, whose retention is a few minutes. */
record KafkaCancellations(JobConfig config) implements CancellationSource {

  private static final long serialVersionUID = 1L;

  @Override
  public AutoCloseable follow(Cancellations target) {
    return KafkaTail.follow(
        config,
        config.topics().cancellations().name(),
        record -> target.add(new String(record.key(), UTF_8)));
  }
}
