package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Processing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Order, pipeline changes and slow viewers of live streams. */
abstract class StreamTests extends StackTests {

  @Test
  void deliversEveryFrameOnceAndInOrder() throws InterruptedException {
    int streams = 5;
    int frames = 200;
    byte[] jpeg = TestPictures.jpeg(160, 120, 3);
    Map<String, List<Long>> received = new ConcurrentHashMap<>();
    List<PipelineSubscriber> subscribers = new ArrayList<>();
    List<Thread> publishers = new ArrayList<>();
    for (int i = 0; i < streams; i++) {
      String stream = "order-" + i;
      put(stream, stream, "invert", "jpeg");
      List<Long> sequences = new CopyOnWriteArrayList<>();
      received.put(stream, sequences);
      subscribers.add(
          stack().gateway().subscribe(stream, frame -> sequences.add(frame.sequence())));
      publishers.add(new Thread(() -> publish(stream, jpeg, frames)));
    }
    publishers.forEach(Thread::start);
    for (Thread publisher : publishers) {
      publisher.join();
    }
    List<Long> all = LongStream.range(0, frames).boxed().toList();
    await()
        .atMost(TIMEOUT)
        .untilAsserted(
            () ->
                assertThat(received.values())
                    .allSatisfy(sequences -> assertThat(sequences).isEqualTo(all)));
    subscribers.forEach(PipelineSubscriber::close);
  }

  @Test
  void appliesAChangedChainAtTheRightFrameAndLosesNone() throws InterruptedException {
    byte[] jpeg = TestPictures.jpeg(64, 48, 4);
    put("change-p", "change", "invert", "jpeg");
    List<Frame> received = new CopyOnWriteArrayList<>();
    int frames = 400;
    Instant secondFrom;
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("change-p", received::add)) {
      Thread publishing = new Thread(() -> publish("change", jpeg, frames));
      publishing.start();
      await().atMost(TIMEOUT).until(() -> received.size() > 20);
      JsonNode changed = put("change-p", "change", "grayscale", "jpeg");
      assertThat(changed.path("revision").asInt()).isEqualTo(2);
      secondFrom = Instant.parse(changed.path("effectiveFrom").asText());
      publishing.join();
      publish("change", jpeg, 1);
      await().atMost(TIMEOUT).until(() -> received.size() == frames + 1);
    }
    assertThat(received.subList(0, frames))
        .extracting(Frame::sequence)
        .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList());
    assertThat(received)
        .allSatisfy(
            frame -> {
              Processing processing = frame.processing().orElseThrow();
              Instant appended = Instant.ofEpochMilli(processing.source().appendedAtMillis());
              int expected = appended.isBefore(secondFrom) ? 1 : 2;
              assertThat(processing.revision()).isEqualTo(expected);
            });
    assertThat(received.get(0).processing().orElseThrow().revision()).isEqualTo(1);
    assertThat(received.get(frames).processing().orElseThrow().revision()).isEqualTo(2);
  }

  @Test
  void dropsFramesOnlyForAStalledSubscriber() throws InterruptedException {
    byte[] jpeg = TestPictures.jpeg(160, 120, 8);
    put("stall-p", "stall", "invert", "jpeg");
    int frames = 300;
    List<Long> fast = new CopyOnWriteArrayList<>();
    Object stalled = new Object();
    try (PipelineSubscriber slow =
            stack().gateway().subscribe("stall-p", frame -> waitFor(stalled));
        PipelineSubscriber quick =
            stack().gateway().subscribe("stall-p", frame -> fast.add(frame.sequence()))) {
      publish("stall", jpeg, frames);
      await().atMost(TIMEOUT).until(() -> fast.size() == frames);
      JsonNode status = stack().gateway().get("v1/streams/stall");
      long dropped = status.path("pipelines").get(0).path("drops").path("slow_subscriber").asLong();
      assertThat(dropped).isBetween(1L, (long) frames - 1);
      synchronized (stalled) {
        stalled.notifyAll();
      }
    }
    assertThat(fast).isEqualTo(IntStream.range(0, frames).mapToObj(Long::valueOf).toList());
  }

  private static void waitFor(Object stalled) {
    synchronized (stalled) {
      try {
        stalled.wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
