package io.darkroom.gateway.config;

import io.darkroom.gateway.limits.CallerQuota;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for what one caller may use. */
final class CallerOptions {

  private static final long LARGEST_IMAGE = 10L << 20;

  /** The rate that the buckets can count: a byte in a nanosecond. */
  private static final long FASTEST = 1_000_000_000;

  @Option(
      names = "--caller-calls-per-second",
      defaultValue = "500",
      description =
          "Calls per second of one caller: an identity, or an address that is not this machine's."
              + " Default: ${DEFAULT-VALUE}.")
  int calls;

  @Option(
      names = "--caller-frames-per-second",
      defaultValue = "3000",
      description = "Frames per second that one caller may publish. Default: ${DEFAULT-VALUE}.")
  int frames;

  @Option(
      names = "--caller-bytes-per-second",
      defaultValue = "536870912",
      description =
          "Bytes per second of the pictures that one caller may publish. Default:"
              + " ${DEFAULT-VALUE}.")
  long bytes;

  @Option(
      names = "--caller-open-calls",
      defaultValue = "500",
      description = "Calls of one caller at a time. Default: ${DEFAULT-VALUE}.")
  int openCalls;

  void check(List<String> problems) {
    GatewayOptions.require(problems, "caller-calls-per-second", calls, 1, 1_000_000);
    GatewayOptions.require(problems, "caller-frames-per-second", frames, 1, 1_000_000);
    GatewayOptions.require(problems, "caller-bytes-per-second", bytes, LARGEST_IMAGE, FASTEST);
    GatewayOptions.require(problems, "caller-open-calls", openCalls, 1, 1_000_000);
  }

  CallerQuota toQuota() {
    return new CallerQuota(calls, frames, bytes, openCalls);
  }
}
