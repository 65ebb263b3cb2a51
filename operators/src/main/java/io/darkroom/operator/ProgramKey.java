package io.darkroom.operator;

import io.darkroom.chain.Chain;

/**
 * Identifies the program for a frame.
 *
 * @param cpu whether the CPU is requested, whatever the engine is
 * @param owner the exclusive user of a program with stateful filters
 */
record ProgramKey(Chain chain, boolean cpu, Owner owner) {

  /** The kind of owner, which decides how long a program is kept. */
  enum Kind {
    /** Shared: the program is stateless. */
    SHARED,
    /** Owned by a pipeline on one stream. */
    PIPELINE,
    /** Owned by a session, whose end is not announced. */
    SESSION,
    /** Owned by a single request without a session. */
    REQUEST
  }

  /**
   * The owner of a program; names of different kinds are never equal.
   *
   * @param name of the pipeline, the session or the request
   * @param streamId of a pipeline, otherwise empty
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
