package io.darkroom.gateway.limit;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;

/**
 * The most of one thing. Refusals are counted. Thread-safe.
 *
 * @param what as it is named in errors and metrics
 * @param option of the command line that sets it
 */
public record Limit(String what, long most, String option, LimitGauges metrics) {

  public Limit {
    metrics.limited(what, most);
  }

  /**
   * Looks whether there is room for one more.
   *
   * @throws DarkroomException {@code TOO_MANY_REQUESTS}
   */
  public void require(long present) {
    if (present >= most) {
      throw exceeded();
    }
  }

  /** The refusal of one that finds no room. */
  public DarkroomException exceeded() {
    metrics.refused(what);
    return new DarkroomException(
        ErrorCode.TOO_MANY_REQUESTS,
        "%s: the limit of %d is reached (expected: fewer). %s"
            .formatted(what, most, "End or delete one, or raise %s.".formatted(option)));
  }
}
