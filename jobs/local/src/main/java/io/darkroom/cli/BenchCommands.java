package io.darkroom.cli;

import io.darkroom.bench.BareLoop;
import io.darkroom.bench.IsolationBench;
import io.darkroom.bench.IsolationBench.LiveStream;
import io.darkroom.bench.LatencyBench;
import io.darkroom.bench.OnDemandBench;
import io.darkroom.bench.RequestBench;
import io.darkroom.bench.StackProcesses;
import io.darkroom.bench.Throughput;
import io.darkroom.bench.ThroughputBench;
import io.darkroom.bench.VideoBench;
import io.darkroom.bench.WatchBench;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The commands that measure a running stack. */
@Command(name = "bench", description = "Measures the performance of a running stack.")
final class BenchCommands extends CommandGroup {

  private static final String WARM_UP =
      "Seconds of the same load before the measurement (default: ${DEFAULT-VALUE}).";
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

  /** The load that keeps the stack busy, and the loop that it is compared with. */
  static final class Saturation {
    @Option(
        names = "--streams",
        defaultValue = "4",
        description = "Number of streams (default: ${DEFAULT-VALUE}).")
    private int streams;

    @Option(
        names = "--threads",
        description = "Threads of the bare loop (default: one per processor).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--warm-up", defaultValue = "20", description = WARM_UP)
    private int warmUp;

    @Option(
        names = "--pid",
        split = ",",
        description =
            "Processes of the stack, for their CPU (default: what listens on the gateway's port).")
    private List<Long> pids = List.of();
  }

  @Command(
      name = "latency",
      description = "Measures the time from publishing a frame to its arrival at a watcher.",
      mixinStandardHelpOptions = true)
  int latency(
      @Mixin Load load,
      @Mixin Rate rate,
      @Option(names = "--warm-up", defaultValue = "60", description = WARM_UP) int warmUp)
      throws InterruptedException {
    Invocation invocation = textInvocation();
    new LatencyBench(invocation.gateway(), load.width, load.height, rate.fps, warmUp, load.seconds)
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
      description = {
        "Measures the maximum frame rate, and compares it with a bare OpenCV loop.",
        "On the stack's machine, also prints the CPU per frame of each part."
      },
      mixinStandardHelpOptions = true)
  int throughput(@Mixin Load load, @Mixin Saturation saturation)
      throws InterruptedException, IOException {
    Invocation invocation = textInvocation();
    PrintWriter out = invocation.out();
    StackProcesses stack = StackProcesses.find(saturation.pids, invocation.url());
    Throughput bare =
        new BareLoop(load.width, load.height, saturation.threads)
            .run(load.chain, load.seconds, out);
    Throughput whole =
        new ThroughputBench(
                invocation.gateway(), stack, load.width, load.height, saturation.streams)
            .run(load.chain, saturation.warmUp, load.seconds, out);
    whole.compare(bare, saturation.threads, out);
    whole.printCpu(bare, stack, out);
    return Exit.OK;
  }

  @Command(
      name = "on-demand",
      description = "Measures what an on-demand pipeline saves while nobody watches it.",
      mixinStandardHelpOptions = true)
  int onDemand(
      @Mixin Load load,
      @Mixin Rate rate,
      @Option(names = "--warm-up", defaultValue = "60", description = WARM_UP) int warmUp,
      @Option(
              names = "--watches",
              defaultValue = "10",
              description = "Number of watches of the idle pipeline (default: ${DEFAULT-VALUE}).")
          int watches)
      throws InterruptedException, IOException {
    Invocation invocation = textInvocation();
    StackProcesses stack = StackProcesses.find(List.of(), invocation.url());
    new OnDemandBench(invocation.gateway(), stack, load.width, load.height, rate.fps)
        .run(load.chain, warmUp, load.seconds, watches, invocation.out());
    return Exit.OK;
  }

  @Command(
      name = "watch",
      description = "Measures how soon a watch begins if nobody else watches.",
      mixinStandardHelpOptions = true)
  int watch(
      @Mixin Load load,
      @Option(
              names = "--watches",
              defaultValue = "200",
              description = "Number of watches, one after the other (default: ${DEFAULT-VALUE}).")
          int watches)
      throws InterruptedException {
    Invocation invocation = textInvocation();
    new WatchBench(invocation.gateway(), invocation.url(), load.width, load.height)
        .run(load.chain, watches, invocation.out());
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
