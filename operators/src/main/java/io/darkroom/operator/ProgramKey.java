package io.darkroom.operator;

import io.darkroom.chain.Chain;

/**
 * Which program filters a frame.
 *
 * @param cpu whether the CPU is asked for, whatever else the engine could do
 * @param owner who alone may use the program, since its filters remember a stream; else empty
 * @param once whether the owner will not come again
 */
record ProgramKey(Chain chain, boolean cpu, String owner, boolean once) {

  boolean shared() {
    return owner.isEmpty();
  }
}
