package io.darkroom.gateway.sources.pull;

import io.darkroom.frame.Frame;
import io.darkroom.gateway.sources.FrameSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Acknowledges every frame immediately. Keeps frames without their images, and the last one
 * complete.
 */
class TestSink implements FrameSink {

  private final List<Frame> frames = new CopyOnWriteArrayList<>();
  private final AtomicLong count = new AtomicLong();
  private volatile Frame last;

  @Override
  public CompletableFuture<?> publish(Frame frame) {
    frames.add(
        Frame.captured(
            frame.streamId(),
            frame.epoch(),
            frame.sequence(),
            frame.capturedAt(),
            frame.encoding(),
            com.google.protobuf.ByteString.EMPTY));
    last = frame;
    count.incrementAndGet();
    return CompletableFuture.completedFuture(null);
  }

  long count() {
    return count.get();
  }

  /** In publishing order, without images. */
  List<Frame> frames() {
    return List.copyOf(frames);
  }

  Frame last() {
    return last;
  }

  long epochs() {
    return frames.stream().map(Frame::epoch).distinct().count();
  }
}
