package io.darkroom.gateway.limits;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;

/**
 * A limit on the number or size of one kind of thing. Counts refusals. Thread-safe.
 *
 * @param what the name in error messages and metrics
 * @param option the command line option that sets it
 */
public record Limit(String what, long most, String option, LimitGauges metrics) {

  public Limit {
    metrics.limited(what, most);
  }

  /**
   * Checks that there is room for one more.
   *
   * @throws DarkroomException {@code QUOTA_EXCEEDED}
   */
  public void require(long present) {
    if (present >= most) {
      throw exceeded();
    }
  }

  /** Counts and returns a refusal that lasts until something ends or is deleted. */
  public DarkroomException exceeded() {
    return refuse(ErrorCode.QUOTA_EXCEEDED, "End or delete one");
  }

  /** Counts and returns a refusal that passes by itself. */
  public DarkroomException busy() {
    return refuse(ErrorCode.TOO_MANY_REQUESTS, "Try again in a moment");
  }

  private DarkroomException refuse(ErrorCode code, String fix) {
    metrics.refused(what);
    return new DarkroomException(
        code,
        "%s: limit of %d reached (expected: fewer). %s, or raise %s."
            .formatted(what, most, fix, option));
  }
}
