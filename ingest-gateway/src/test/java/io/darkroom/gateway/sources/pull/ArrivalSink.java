package io.darkroom.gateway.sources.pull;

import io.darkroom.frame.Frame;
import io.darkroom.gateway.sources.pull.server.Numbered;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Reads the number in each picture, and keeps when it arrived. */
final class ArrivalSink extends TestSink {

  private final List<Integer> numbers = new CopyOnWriteArrayList<>();
  private final List<Instant> arrivals = new CopyOnWriteArrayList<>();

  @Override
  public CompletableFuture<?> publish(Frame frame) {
    numbers.add(Numbered.of(frame.image()));
    arrivals.add(Instant.now());
    return super.publish(frame);
  }

  List<Integer> numbers() {
    return List.copyOf(numbers);
  }

  /** When each frame was published. */
  List<Instant> arrivals() {
    return List.copyOf(arrivals);
  }
}
