package io.darkroom.gateway.limits;

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
   * @throws DarkroomException {@code QUOTA_EXCEEDED}
   */
  public void require(long present) {
    if (present >= most) {
      throw exceeded();
    }
  }

  /** The refusal of one more thing, where there is room only after another has gone. */
  public DarkroomException exceeded() {
    return refuse(ErrorCode.QUOTA_EXCEEDED, "End or delete one");
  }

  /** The refusal of what comes faster than room is made. */
  public DarkroomException busy() {
    return refuse(ErrorCode.TOO_MANY_REQUESTS, "Send it again in a moment");
  }

  private DarkroomException refuse(ErrorCode code, String fix) {
    metrics.refused(what);
    return new DarkroomException(
        code,
        "%s: the limit of %d is reached (expected: fewer). %s, or raise %s."
            .formatted(what, most, fix, option));
  }
}
