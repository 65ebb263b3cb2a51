package io.darkroom.gateway.sources.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Frame;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.Numbered;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the pictures of a {@link Numbered} video, and when they arrived. */
final class NumberSink extends TestSink {

  private final List<ByteString> pictures = new CopyOnWriteArrayList<>();
  private final List<Instant> arrivals = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<?> publish(Frame frame) {
    pictures.add(frame.image());
    arrivals.add(Instant.now());
    return super.publish(frame);
  }

  /** The numbers that the pictures show, in publishing order. */
  List<Integer> numbers() {
    return pictures.stream().map(Numbered::of).toList();
  }

  /** When each frame was published. */
  List<Instant> arrivals() {
    return List.copyOf(arrivals);
  }

  /**
   * Asserts that the numbers below {@code end} arrived once each, except those that a busy machine
   * dropped.
   */
  void assertEachOnce(SourceRun run, int end) {
    assertThat(run.status().getFramesIn()).isEqualTo(end);
    assertThat(numbers()).doesNotHaveDuplicates().isSorted();
    assertThat(numbers().get(0)).isLessThan(end / 2);
    assertThat(count()).isGreaterThan(end / 2);
  }
}
