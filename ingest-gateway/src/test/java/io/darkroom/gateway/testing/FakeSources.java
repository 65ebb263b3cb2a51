package io.darkroom.gateway.testing;

import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.WireTime;
import io.darkroom.gateway.frames.publish.StreamSequences;
import io.darkroom.gateway.sources.FrameSink;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.SourceRunner;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Fake sources without cameras: each run produces 20 frames per second until it is closed. */
public final class FakeSources implements SourceRunner, AutoCloseable {

  private final ScheduledExecutorService frames = Executors.newSingleThreadScheduledExecutor();
  private final Set<Run> running = ConcurrentHashMap.newKeySet();
  public final List<Source> started = new CopyOnWriteArrayList<>();
  public volatile String state = "live";
  public volatile String trouble = "";

  @Override
  public SourceRun start(Source source, FrameSink sink) {
    started.add(source);
    Run run = new Run(source, sink);
    running.add(run);
    return run;
  }

  /** The ids of the sources that run now, one entry per run. */
  public List<String> running() {
    return running.stream()
        .map(run -> run.source.getSourceId())
        .sorted()
        .collect(Collectors.toList());
  }

  private final class Run implements SourceRun {

    private final Source source;
    private final FrameSink sink;
    private final Instant start = Instant.now();
    private final Future<?> ticks;
    private long sequence;
    private volatile long refused;

    Run(Source source, FrameSink sink) {
      this.source = source;
      this.sink = sink;
      this.ticks = frames.scheduleAtFixedRate(this::frame, 0, 50, TimeUnit.MILLISECONDS);
    }

    private void frame() {
      sink.publish(
              Frame.captured(
                  source.getStreamId(),
                  StreamSequences.epochAt(start),
                  sequence++,
                  Instant.now(),
                  Encoding.JPEG,
                  Darkroom.jpeg()))
          .exceptionally(
              failure -> {
                refused++;
                return null;
              });
    }

    @Override
    public SourceStatus status() {
      SourceStatus.Builder status =
          SourceStatus.newBuilder()
              .setState(state)
              .setStateChangedAt(WireTime.of(start))
              .setLastError(trouble)
              .setFramesIn(sequence);
      if (refused > 0) {
        status.putDrops("rejected:UNAVAILABLE", refused);
      }
      return status.putDrops("source_overrun", 3).putDrops("sampled_out", 5).build();
    }

    @Override
    public void close() {
      ticks.cancel(false);
      running.remove(this);
    }
  }

  @Override
  public void close() {
    frames.shutdownNow();
  }
}
