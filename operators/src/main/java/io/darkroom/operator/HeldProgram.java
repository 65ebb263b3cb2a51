package io.darkroom.operator;

import io.darkroom.engine.Program;
import java.time.Duration;
import java.util.function.Supplier;

/** A program, compiled on first use, and the memory reserved for it. */
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

  /** Reserves at least this many bytes. */
  void growTo(long least) {
    book(Math.max(bytes, least));
  }

  private void book(long next) {
    memory.book(kind, next - bytes);
    bytes = next;
  }

  /** Sets the bytes that the next pictures need. */
  void needs(long next) {
    needed = next;
  }

  /** Returns the program of this key; closes a program of another key first. */
  Program program(ProgramKey wanted, Supplier<Program> compile) {
    if (!wanted.equals(key)) {
      closeProgram();
      program = compile.get();
      key = wanted;
    }
    return program;
  }

  /** Releases what is reserved beyond the need; returns false if there is no program to keep. */
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
