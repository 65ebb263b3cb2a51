package io.darkroom.gateway.sources.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.config.LibraryConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.sources.FrameSink;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.v1.Source;
import io.darkroom.v1.SourceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Helpers for tests of pulls. */
final class PullTesting {

  static final Duration PATIENCE = Duration.ofSeconds(40);

  private PullTesting() {}

  /** Pulls that may fetch from this machine, with videos and images in the folder. */
  static Pulls pulls(Path folder) {
    return new Pulls(
        new SourceConfig("test", Optional.empty(), List.of("127.0.0.0/8")),
        new LibraryConfig(folder, folder, 1 << 30),
        ImageLimits.DEFAULT);
  }

  static Pulls pulls(AddressRules rules) {
    Path folder = Path.of("none");
    return new Pulls(rules, new LibraryConfig(folder, folder, 1 << 30), ImageLimits.DEFAULT);
  }

  static SourceRun start(String uri, FrameSink sink) {
    return start(Source.newBuilder().setUri(uri), sink);
  }

  static SourceRun start(Source.Builder source, FrameSink sink) {
    return pulls(Path.of("none")).start(source.setSourceId("lobby").build(), sink);
  }

  static SourceStatus awaitStatus(SourceRun run, Predicate<SourceStatus> reached) {
    return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(run::status, reached);
  }

  static SourceStatus awaitState(SourceRun run, String state) {
    return awaitStatus(run, status -> status.getState().equals(state));
  }

  static void awaitFrames(TestSink sink, long count) {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> sink.count() >= count);
  }

  /** Closes the run and waits until every received frame is published or dropped with a reason. */
  static SourceStatus assertAccounted(SourceRun run) {
    run.close();
    return awaitStatus(
        run,
        s ->
            s.getFramesIn()
                == s.getFramesOut() + s.getDropsMap().values().stream().mapToLong(d -> d).sum());
  }

  static void assertInOrder(List<Frame> frames) {
    Map<Long, Long> next = new HashMap<>();
    Instant before = Instant.EPOCH;
    for (Frame frame : frames) {
      assertThat(frame.sequence()).isEqualTo(next.merge(frame.epoch(), 1L, Long::sum) - 1);
      assertThat(frame.capturedAt()).isAfter(before).isBefore(Instant.now());
      before = frame.capturedAt();
    }
  }
}
