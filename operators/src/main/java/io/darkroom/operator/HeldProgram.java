package io.darkroom.operator;

import io.darkroom.engine.Program;
import java.time.Duration;
import java.util.function.Supplier;

/** A program, once it is made, and the memory that is booked for it. */
final class HeldProgram implements AutoCloseable {

  private final MemoryAccount memory;
  private final MemoryAccount.Kind kind;
  private ProgramKey key;
  private Program program;
  private long usedNanos;
  private long bytes;
  private long needed;

  HeldProgram(MemoryAccount memory, MemoryAccount.Kind kind) {
    this.memory = memory;
    this.kind = kind;
  }

  long bytes() {
    return bytes;
  }

  void use(long nanoTime) {
    usedNanos = nanoTime;
  }

  boolean idle(Duration time, long nanoTime) {
    return nanoTime - usedNanos > time.toNanos();
  }

  /** Books at least so many bytes. */
  void growTo(long least) {
    book(Math.max(bytes, least));
  }

  private void book(long next) {
    memory.book(kind, next - bytes);
    bytes = next;
  }

  /** What the pictures that come next need. */
  void needs(long next) {
    needed = next;
  }

  /** The program of this key; of another key it is closed first. */
  Program program(ProgramKey wanted, Supplier<Program> compile) {
    if (!wanted.equals(key)) {
      closeProgram();
      program = compile.get();
      key = wanted;
    }
    return program;
  }

  /** Gives back what is booked beyond the need; false where there is no program to keep. */
  boolean settle() {
    if (program == null) {
      close();
      return false;
    }
    book(needed);
    return true;
  }

  private void closeProgram() {
    if (program != null) {
      program.close();
      program = null;
      key = null;
    }
  }

  @Override
  public void close() {
    closeProgram();
    book(0);
  }
}
