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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures a running stack. */
@Command(
    name = "bench",
    description = "Measures a running stack.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class Bench {

  private static final String CHAIN = "grayscale | gaussian_blur(sigma=2)";

  @Spec private CommandSpec spec;

  /** What is measured. */
  static final class Load {

    @Option(names = "--chain", defaultValue = CHAIN, description = "Default: ${DEFAULT-VALUE}.")
    private String chain;

    @Option(names = "--width", defaultValue = "1280", description = "In px (${DEFAULT-VALUE}).")
    private int width;

    @Option(names = "--height", defaultValue = "720", description = "In px (${DEFAULT-VALUE}).")
    private int height;

    @Option(names = "--seconds", defaultValue = "30", description = "Default: ${DEFAULT-VALUE}.")
    private int seconds;
  }

  @Command(
      name = "latency",
      description = "From publishing a frame to its arrival at a WebSocket subscriber.",
      mixinStandardHelpOptions = true)
  int latency(
      @Mixin Load load,
      @Option(names = "--fps", defaultValue = "30", description = "Default: ${DEFAULT-VALUE}.")
          int fps)
      throws InterruptedException {
    new LatencyBench(session().gateway(), load.width, load.height, fps, load.seconds)
        .run(load.chain, spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "isolation",
      description = "What a burst of slow ProcessImage calls costs the latency of a live stream.",
      mixinStandardHelpOptions = true)
  int isolation(
      @Mixin Load load,
      @Option(names = "--fps", defaultValue = "30", description = "Default: ${DEFAULT-VALUE}.")
          int fps,
      @Option(names = "--calls", defaultValue = "256", description = "Default: ${DEFAULT-VALUE}.")
          int calls,
      @Option(
              names = "--side",
              defaultValue = "8192",
              description = "Of the calls' picture, in px (${DEFAULT-VALUE}).")
          int side,
      @Option(
              names = "--call-chain",
              description = "That the calls ask for (default: 32 filters that cannot be composed).")
          String callChain)
      throws InterruptedException {
    String chain =
        callChain == null ? String.join(" | ", Collections.nCopies(32, "box_blur")) : callChain;
    new IsolationBench(session().gateway(), session().url(), calls, side, chain)
        .run(
            new LiveStream(load.width, load.height, fps, load.seconds, load.chain),
            spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "requests",
      description = "ProcessImage by gRPC: how long a call takes, and calls a second.",
      mixinStandardHelpOptions = true)
  int requests(
      @Mixin Load load,
      @Option(
              names = "--in-flight",
              split = ",",
              defaultValue = "1,16",
              description = "Calls at a time, measured one after the other (${DEFAULT-VALUE}).")
          List<Integer> inFlight)
      throws InterruptedException {
    RequestBench bench = new RequestBench(session().url(), load.chain, load.width, load.height);
    bench.printTitle(spec.commandLine().getOut());
    for (int calls : inFlight) {
      bench.run(calls, load.seconds, spec.commandLine().getOut());
    }
    return 0;
  }

  @Command(
      name = "video",
      description = "StreamProcessVideo by gRPC: frames a second in one call.",
      mixinStandardHelpOptions = true)
  int video(@Mixin Load load) throws InterruptedException {
    new VideoBench(session().url(), load.width, load.height)
        .run(load.chain, load.seconds, spec.commandLine().getOut());
    return 0;
  }

  @Command(
      name = "throughput",
      description = "Frames a second at saturation, beside a bare OpenCV loop.",
      mixinStandardHelpOptions = true)
  int throughput(
      @Mixin Load load,
      @Option(names = "--streams", defaultValue = "4", description = "Default: ${DEFAULT-VALUE}.")
          int streams,
      @Option(names = "--threads", description = "Of the bare loop (default: one a processor).")
          Integer threads)
      throws InterruptedException {
    int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    double bare =
        new BareLoop(load.width, load.height, cores)
            .run(load.chain, load.seconds, spec.commandLine().getOut());
    double whole =
        new ThroughputBench(session().gateway(), load.width, load.height, streams)
            .run(load.chain, load.seconds, spec.commandLine().getOut());
    spec.commandLine().getOut().printf("share of the bare loop: %.0f %%%n", 100 * whole / bare);
    spec.commandLine().getOut().flush();
    return 0;
  }

  /** What is measured is shown while it goes on, as text. */
  private Session session() {
    Session session = Session.of(spec);
    if (session.json()) {
      throw Refusal.usage("-o: json (expected: table, for bench prints text alone). Leave it out.");
    }
    return session;
  }
}
