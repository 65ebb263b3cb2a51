package io.darkroom.chain;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.error.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Combines the problems of a chain into one exception with the column of each. */
final class ChainProblems {

  private ChainProblems() {}

  static DarkroomException of(List<Problem> problems) {
    String message =
        problems.stream()
            .map(p -> "chain, column %d: %s".formatted(p.column(), p.description()))
            .collect(Collectors.joining(" "));
    return new DarkroomException(ErrorCode.INVALID_CHAIN, message, problems);
  }
}
