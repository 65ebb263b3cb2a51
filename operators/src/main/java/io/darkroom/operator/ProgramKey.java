package io.darkroom.operator;

import io.darkroom.chain.Chain;

/**
 * Which program filters a frame.
 *
 * @param cpu whether the CPU is asked for, whatever else the engine could do
 * @param owner who alone may use the program, since its filters remember a stream
 */
record ProgramKey(Chain chain, boolean cpu, Owner owner) {

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

  /**
   * Names of one kind never meet those of another.
   *
   * @param name of the pipeline, the session or the request
   * @param streamId of a pipeline, else empty
   */
  record Owner(Kind kind, String name, String streamId) {

    static final Owner EVERYONE = new Owner(Kind.SHARED, "", "");
  }

  boolean shared() {
    return owner.kind() == Kind.SHARED;
  }

  boolean once() {
    return owner.kind() == Kind.REQUEST;
  }
}
