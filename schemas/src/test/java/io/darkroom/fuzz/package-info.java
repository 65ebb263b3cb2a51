/**
 * Fuzzing: {@link io.darkroom.fuzz.Fuzzer} runs a module's targets, which are its {@code *Fuzz}
 * classes.
 */
package io.darkroom.fuzz;
