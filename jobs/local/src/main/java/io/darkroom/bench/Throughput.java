package io.darkroom.bench;

import java.io.PrintWriter;

/**
 * Frames that were processed, and the CPU that they took.
 *
 * @param seconds duration of the measurement
 */
public record Throughput(long frames, double seconds, CpuShares cpu) {

  public double framesPerSecond() {
    return frames / seconds;
  }

  /** The load generator's part of the CPU time of so many processors, from 0 to 1. */
  double clientShare(int processors) {
    return cpu.micros(CpuPart.CLIENT) / (1e6 * seconds * processors);
  }

  /** Compares with a loop that has the processors to itself, with one thread for each. */
  public void compare(Throughput bare, int processors, PrintWriter out) {
    double share = framesPerSecond() / bare.framesPerSecond();
    double client = clientShare(processors);
    out.printf("CPU of the load generator: %.0f %% of %d processors%n", 100 * client, processors);
    out.printf("share of the bare loop: %.0f %%%n", 100 * share);
    out.printf(
        "share of the bare loop, the load generator's CPU apart: %.0f %%"
            + " (= share / (1 - CPU of the load generator))%n",
        100 * share / (1 - client));
    out.println();
    out.flush();
  }

  /** Prints the CPU per frame by part, or why it is unknown. */
  public void printCpu(Throughput bare, StackProcesses stack, PrintWriter out) {
    if (stack.pids().isEmpty()) {
      out.printf("CPU per frame by part: left out (%s)%n", stack.missing());
    } else {
      cpu.print(frames, out);
      out.printf("%-42s %8.0f%n", "for comparison: the bare loop", bare.cpu.perFrame(bare.frames));
    }
    out.flush();
  }
}
