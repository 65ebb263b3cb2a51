package io.darkroom.bench;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A part of the work for a frame, with the names of the threads that do it. The first part whose
 * pattern matches a thread's complete name gets the thread's CPU.
 */
enum CpuPart {
  GATEWAY_IN(
      "gateway in",
      "darkroom-(publish|pull|encode).*",
      "kafka-producer-network-thread \\| darkroom-gateway-.*"),
  /** An event loop serves publishers and watchers, so its CPU cannot be split by thread. */
  GATEWAY_NETWORK("gateway network, in and out", "armeria-.*"),
  GATEWAY_OUT(
      "gateway out", "darkroom-watch.*", "darkroom-(follow|replay|lookup)-.*(frames|processed).*"),
  BROKER(
      "broker",
      "data-plane-kafka-.*",
      "kafka-\\d+-.*",
      "kafka-(log-cleaner|scheduler).*",
      "(broker|controller)-\\d+-.*",
      "(quorum-controller|group-coordinator|share-coordinator|transaction-log-manager|raft-).*",
      "(executor-(Fetch|Produce|group-coordinator)|ExpirationReaper-\\d+-).*"),
  SOURCE_FETCH("source: fetch", "Source Data Fetcher for Source: .*"),
  /** A source that is not chained; else it runs in the task of the filters. */
  SOURCE_TASK("source: deserialize", "Source: [^>]*"),
  FILTER_TASK(
      "filters: task, with all that is chained",
      "filters -> .*",
      "Source: .* -> (filters|answer requests) -> .*"),
  CODEC("filters: codec threads", "codec of .*"),
  SINK("sink: send", "kafka-producer-network-thread \\| .*"),
  /** The whole process of the benchmark, so no thread of the stack matches. */
  CLIENT("client: the load generator", "(?!)"),
  GC("garbage collection", "GC Thread#\\d+", "G1 .*", "VM Thread"),
  JIT("JIT compiler", "C[12] CompilerThread\\d+", "Sweeper thread"),
  OTHER("other", ".*"),
  /** The process of the benchmark again, while it runs the bare loop. */
  BARE_LOOP("bare loop", "(?!)");

  private final String label;
  private final Pattern names;

  CpuPart(String label, String... names) {
    this.label = label;
    this.names = Pattern.compile(String.join("|", names));
  }

  static CpuPart of(String threadName) {
    return Arrays.stream(values())
        .filter(part -> part.names.matcher(threadName).matches())
        .findFirst()
        .orElse(OTHER);
  }

  String label() {
    return label;
  }
}
