package io.darkroom.cli;

import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Shows progress: as a bar on a terminal, otherwise as one line per 10%. */
final class Progress implements LongConsumer {

  private static final int WIDTH = 30;
  private static final double MIB = 1 << 20;
  private static final long REDRAW_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final String label;
  private final long total;
  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final long startNanos;
  private long first = -1;
  private long drawnNanos;
  private long tenths = -1;

  Progress(String label, long total, PrintWriter out, boolean terminal, LongSupplier nanoTime) {
    this.label = label;
    this.total = total;
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.startNanos = nanoTime.getAsLong();
    this.drawnNanos = startNanos - REDRAW_NANOS;
  }

  @Override
  public synchronized void accept(long bytes) {
    long now = nanoTime.getAsLong();
    first = first < 0 ? bytes : first;
    if (terminal && (bytes == total || now - drawnNanos >= REDRAW_NANOS)) {
      drawnNanos = now;
      out.print("\r" + bar(bytes) + "  " + numbers(bytes, now) + (bytes == total ? "\n" : ""));
      out.flush();
    } else if (!terminal && bytes * 10 / total > tenths) {
      tenths = bytes * 10 / total;
      out.println(label + "  " + numbers(bytes, now));
      out.flush();
    }
  }

  private String bar(long bytes) {
    int done = (int) (bytes * WIDTH / total);
    return "%s  [%s%s]".formatted(label, "#".repeat(done), ".".repeat(WIDTH - done));
  }

  private String numbers(long bytes, long now) {
    double seconds = Math.max(1e-3, (now - startNanos) / 1e9);
    return "%3d%%  %.1f of %.1f MiB  %.1f MiB/s"
        .formatted(bytes * 100 / total, bytes / MIB, total / MIB, (bytes - first) / MIB / seconds);
  }
}
