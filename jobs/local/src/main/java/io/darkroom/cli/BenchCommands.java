package io.darkroom.cli;

import io.darkroom.bench.BareLoop;
import io.darkroom.bench.IsolationBench;
import io.darkroom.bench.IsolationBench.LiveStream;
import io.darkroom.bench.LatencyBench;
import io.darkroom.bench.RequestBench;
import io.darkroom.bench.ThroughputBench;
import io.darkroom.bench.VideoBench;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that measure a running stack. */
@Command(name = "bench", description = "Measures the performance of a running stack.")
final class BenchCommands extends CommandGroup {

  private static final String CHAIN = "grayscale | gaussian_blur(sigma=2)";

  /** The frames, the chain and the duration of a measurement. */
  static final class Load {
    @Option(
        names = "--chain",
        defaultValue = CHAIN,
        description = "Chain to run (default: ${DEFAULT-VALUE}).")
    private String chain;

    @Option(
        names = "--width",
        defaultValue = "1280",
        description = "Width of the frames, in px (default: ${DEFAULT-VALUE}).")
    private int width;

    @Option(
        names = "--height",
        defaultValue = "720",
        description = "Height of the frames, in px (default: ${DEFAULT-VALUE}).")
    private int height;

    @Option(
        names = "--seconds",
        defaultValue = "30",
        description = "Duration of the measurement (default: ${DEFAULT-VALUE}).")
    private int seconds;
  }

  /** The frame rate of a live stream. */
  static final class Rate {
    @Option(
        names = "--fps",
        defaultValue = "30",
        description = "Frames per second (default: ${DEFAULT-VALUE}).")
    private int fps;
  }

  @Command(
      name = "latency",
      description = "Measures the time from publishing a frame to its arrival at a watcher.",
      mixinStandardHelpOptions = true)
  int latency(@Mixin Load load, @Mixin Rate rate) throws InterruptedException {
    Invocation invocation = textInvocation();
    new LatencyBench(invocation.gateway(), load.width, load.height, rate.fps, load.seconds)
        .run(load.chain, invocation.out());
    return Exit.OK;
  }

  @Command(
      name = "isolation",
      description = "Measures how a burst of slow ProcessImage calls delays a live stream.",
      mixinStandardHelpOptions = true)
  int isolation(
      @Mixin Load load,
      @Mixin Rate rate,
      @Option(
              names = "--calls",
              defaultValue = "256",
              description = "Number of calls (default: ${DEFAULT-VALUE}).")
          int calls,
      @Option(
              names = "--side",
              defaultValue = "8192",
              description = "Width and height of the image, in px (default: ${DEFAULT-VALUE}).")
          int side,
      @Option(
              names = "--call-chain",
              description = "Chain of the calls (default: 32 filters that cannot be composed).")
          String callChain)
      throws InterruptedException {
    String chain =
        callChain == null ? String.join(" | ", Collections.nCopies(32, "box_blur")) : callChain;
    Invocation invocation = textInvocation();
    new IsolationBench(invocation.gateway(), invocation.url(), calls, side, chain)
        .run(
            new LiveStream(load.width, load.height, rate.fps, load.seconds, load.chain),
            invocation.out());
    return Exit.OK;
  }

  @Command(
      name = "requests",
      description = "Measures the duration and the rate of ProcessImage calls over gRPC.",
      mixinStandardHelpOptions = true)
  int requests(
      @Mixin Load load,
      @Option(
              names = "--in-flight",
              split = ",",
              defaultValue = "1,16",
              description =
                  "Numbers of concurrent calls, measured separately (default: ${DEFAULT-VALUE}).")
          List<Integer> inFlight)
      throws InterruptedException {
    Invocation invocation = textInvocation();
    RequestBench bench = new RequestBench(invocation.url(), load.chain, load.width, load.height);
    bench.printTitle(invocation.out());
    for (int calls : inFlight) {
      bench.run(calls, load.seconds, invocation.out());
    }
    return Exit.OK;
  }

  @Command(
      name = "video",
      description = "Measures the frame rate of one StreamProcessVideo call over gRPC.",
      mixinStandardHelpOptions = true)
  int video(@Mixin Load load) throws InterruptedException {
    Invocation invocation = textInvocation();
    new VideoBench(invocation.url(), load.width, load.height)
        .run(load.chain, load.seconds, invocation.out());
    return Exit.OK;
  }

  @Command(
      name = "throughput",
      description = "Measures the maximum frame rate, and compares it with a bare OpenCV loop.",
      mixinStandardHelpOptions = true)
  int throughput(
      @Mixin Load load,
      @Option(
              names = "--streams",
              defaultValue = "4",
              description = "Number of streams (default: ${DEFAULT-VALUE}).")
          int streams,
      @Option(
              names = "--threads",
              description = "Threads of the bare loop (default: one per processor).")
          Integer threads)
      throws InterruptedException {
    Invocation invocation = textInvocation();
    int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    double bare =
        new BareLoop(load.width, load.height, cores)
            .run(load.chain, load.seconds, invocation.out());
    double whole =
        new ThroughputBench(invocation.gateway(), load.width, load.height, streams)
            .run(load.chain, load.seconds, invocation.out());
    invocation.out().printf("share of the bare loop: %.0f %%%n", 100 * whole / bare);
    invocation.out().flush();
    return Exit.OK;
  }

  /** Benchmarks print text while they run, so they refuse {@code -o json}. */
  private Invocation textInvocation() {
    Invocation invocation = invocation();
    if (invocation.json()) {
      throw CommandException.usage("-o: json (expected: table; bench prints text only). Omit it.");
    }
    return invocation;
  }
}
