package io.darkroom.job;

import io.darkroom.operator.ResultPositions;

/**
 * Positions of results as Kafka acknowledged them to the producers of this process.
 *
 * @param job names the job in the process; no two jobs have the same
 */
record KafkaResultPositions(String job) implements ResultPositions {

  private static final long serialVersionUID = 1L;

  @Override
  public View open() {
    return NewestResults.open(job);
  }
}
