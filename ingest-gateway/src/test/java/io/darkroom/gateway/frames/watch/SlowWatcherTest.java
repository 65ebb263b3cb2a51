package io.darkroom.gateway.frames.watch;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.TestSocket;
import java.net.URI;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** WebSocket watchers that do not keep up. */
@Tag("slow")
class SlowWatcherTest {

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  @Test
  void dropsFramesOfTheStalledSubscriberOnly() {
    darkroom.putPipeline("slow", "slow-stream", "");
    try (TestSocket fast = darkroom.socket("/v1/pipelines/slow/frames?ack=none");
        TestSocket stalled =
            darkroom.socketSpeaking("/v1/pipelines/slow/frames", "darkroom.v1.ack")) {
      // In steps, so that the fast watcher never falls behind by more than its queue.
      for (int step = 0; step < 10; step++) {
        darkroom.job.deliver("slow", step * 20, step * 20 + 20, Darkroom.jpeg());
        for (int i = step * 20; i < step * 20 + 20; i++) {
          assertThat(fast.nextFrame().getSequence()).isEqualTo(i);
        }
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          darkroom
                              .json("/v1/streams/slow-stream")
                              .at("/pipelines/0/drops/slow_subscriber")
                              .asInt())
                      // All but two in flight and the queue of 64, or fewer if some were late.
                      .isBetween(200 - 2 - 64, 200 - 2 - 1));
      assertThat(stalled.nextFrame().getSequence()).isEqualTo(0);
      assertThat(stalled.nextFrame().getSequence()).isEqualTo(1);
      stalled.acknowledge(1);
      long next = stalled.nextFrame().getSequence();
      assertThat(next).isGreaterThanOrEqualTo(200 - 64);
      assertThat(stalled.nextJson().at("/hello/limits/unacknowledgedFrames").asInt()).isEqualTo(2);
      assertThat(stalled.nextJson().at("/dropped/slow_subscriber").asLong()).isEqualTo(next - 2);
    }
  }

  @Test
  void isNotSlowedByASubscriberThatDoesNotRead() {
    darkroom.putPipeline("unread", "deaf-stream", "");
    URI uri =
        URI.create(
            "ws://localhost:" + darkroom.gateway.port() + "/v1/pipelines/unread/frames?ack=none");
    ByteString image = ByteString.copyFrom(Arrays.copyOf(JPEG, 200_000));
    try (TestSocket fast = TestSocket.open(darkroom.client, uri)) {
      TestSocket deaf = TestSocket.openUnread(darkroom.client, uri);
      for (int step = 0; step < 20; step++) {
        darkroom.job.deliver("unread", step * 10, step * 10 + 10, image);
        for (int i = step * 10; i < step * 10 + 10; i++) {
          assertThat(fast.nextFrame().getSequence()).isEqualTo(i);
        }
      }
      assertThat(
              darkroom
                  .json("/v1/streams/deaf-stream")
                  .at("/pipelines/0/drops/slow_subscriber")
                  .asInt())
          .isGreaterThan(0);
      deaf.read();
      long sequence = deaf.nextFrame().getSequence();
      assertThat(sequence).isZero();
      while (sequence < 199) {
        long next = deaf.nextFrame().getSequence();
        assertThat(next).isGreaterThan(sequence);
        sequence = next;
      }
      assertThat(deaf.messages).isEmpty();
      deaf.close();
    }
  }

  @Test
  void skipsFramesOlderThanTheSubscribersMaxLag() {
    darkroom.putPipeline("lag", "lag-stream", "");
    try (TestSocket watch = darkroom.socket("/v1/pipelines/lag/frames?max_lag=100&ack=2")) {
      darkroom.job.deliver("lag", 0, 40, Darkroom.jpeg());
      watch.nextFrame();
      long second = watch.nextFrame().getSequence();
      await()
          .untilAsserted(
              () ->
                  assertThat(
                          darkroom.json("/v1/streams/lag-stream").at("/pipelines/0/frames").asInt())
                      .isEqualTo(40));
      long seen = System.nanoTime();
      await().until(() -> System.nanoTime() - seen > 100_000_000);
      watch.acknowledge(second);
      assertThat(watch.nextFrame().getSequence()).isEqualTo(39);
    }
  }
}
