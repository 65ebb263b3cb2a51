package io.darkroom.gateway.sources.pull;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.frame.Frame;
import io.darkroom.gateway.sources.FrameSink;
import io.darkroom.gateway.sources.SourceRun;
import io.darkroom.gateway.sources.pull.server.NumberedVideo;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads the numbers of the frames of a {@link NumberedVideo}. */
final class NumberSink implements FrameSink {

  private final List<ByteString> pictures = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<?> publish(Frame frame) {
    pictures.add(frame.image());
    return CompletableFuture.completedFuture(null);
  }

  /** In publishing order. */
  List<Integer> numbers() {
    return pictures.stream().map(NumberedVideo::number).toList();
  }

  int count() {
    return pictures.size();
  }

  /**
   * Asserts that the numbers below {@code count} arrived once each, except those that a busy
   * machine dropped.
   */
  void assertEachOnce(SourceRun run, int count) {
    assertThat(run.status().getFramesIn()).isEqualTo(count);
    assertThat(numbers()).doesNotHaveDuplicates().isSorted();
    assertThat(numbers().get(0)).isLessThan(count / 2);
    assertThat(count()).isGreaterThan(count / 2);
  }
}
