package io.darkroom.bench;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.Map;

/** CPU time by part, in µs. Not thread-safe. */
final class CpuShares {

  private final Map<CpuPart, Long> micros = new EnumMap<>(CpuPart.class);

  CpuShares add(CpuPart part, long time) {
    micros.merge(part, time, Long::sum);
    return this;
  }

  /** Adds all time of a process; what no live thread has used belongs to {@link CpuPart#OTHER}. */
  CpuShares add(ProcessCpu used, ThreadNames names) {
    used.threads().forEach((thread, time) -> add(CpuPart.of(names.of(thread)), time));
    long live = used.threads().values().stream().mapToLong(Long::longValue).sum();
    return add(CpuPart.OTHER, used.micros() - live);
  }

  long micros(CpuPart part) {
    return micros.getOrDefault(part, 0L);
  }

  long total() {
    return micros.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The CPU time of all parts per frame, in µs. */
  double perFrame(long frames) {
    return (double) total() / frames;
  }

  /** Prints the time of each part per frame. */
  void print(long frames, PrintWriter out) {
    out.printf("%-42s %8s %6s%n", "CPU per frame", "µs", "%");
    micros.forEach((part, time) -> row(out, part.label(), time, frames));
    row(out, "all", total(), frames);
    out.flush();
  }

  private void row(PrintWriter out, String label, long time, long frames) {
    out.printf(
        "%-42s %8.0f %6.1f%n", label, (double) time / frames, 100.0 * time / Math.max(1, total()));
  }
}
