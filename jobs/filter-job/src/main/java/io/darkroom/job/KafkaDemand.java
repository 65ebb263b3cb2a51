package io.darkroom.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.darkroom.operator.DemandSource;
import io.darkroom.operator.PipelineDemand;

/** Follows the topic {@code pipeline-demand}, whose retention is a few minutes. */
record KafkaDemand(JobConfig config) implements DemandSource {

  private static final long serialVersionUID = 1L;

  @Override
  public AutoCloseable follow(PipelineDemand target) {
    return KafkaTail.follow(
        config,
        config.topics().pipelineDemand().name(),
        record -> target.report(new String(record.key(), UTF_8), record.value()));
  }
}
