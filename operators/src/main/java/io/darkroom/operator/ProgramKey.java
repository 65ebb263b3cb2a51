package io.darkroom.operator;

import io.darkroom.chain.Chain;

/**
 * Which program filters a frame.
 *
 * @param cpu whether the CPU is asked for, whatever else the engine could do
 * @param owner who alone may use the program, since its filters remember a stream; else empty
 */
record ProgramKey(Chain chain, boolean cpu, String owner, Kind kind) {

  /** Whose a program is, and so how long it is kept. */
  enum Kind {
    /** Everyone's: it remembers nothing. */
    SHARED,
    /** A pipeline's, on one stream. */
    PIPELINE,
    /** A session's, which ends without a word. */
    SESSION,
    /** A request's that stands alone and will not come again. */
    REQUEST
  }

  boolean shared() {
    return kind == Kind.SHARED;
  }

  boolean once() {
    return kind == Kind.REQUEST;
  }
}
