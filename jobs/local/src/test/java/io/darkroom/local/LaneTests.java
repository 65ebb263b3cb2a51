package io.darkroom.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.darkroom.client.GatewayClient;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.frame.Frame;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Single images have a lane of their own. */
abstract class LaneTests extends StackTests {

  /** Seconds of work in all, which nothing composes. */
  private static final String SLOW = String.join(" | ", Collections.nCopies(10, "bilateral"));

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private List<CompletableFuture<HttpResponse<byte[]>>> callSlowly(int calls, Duration patience) {
    byte[] picture = Pictures.jpeg(1600, 1200, 1);
    URI uri =
        URI.create(
            stack().local().url() + "/v1/images:process?chain=" + GatewayClient.encoded(SLOW));
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("content-type", "image/jpeg")
              .timeout(patience)
              .POST(BodyPublishers.ofByteArray(picture))
              .build();
      answers.add(http.sendAsync(request, BodyHandlers.ofByteArray()));
    }
    return answers;
  }

  @Test
  void aLiveFrameDoesNotWaitBehindSlowCalls() {
    put("live", "live", "invert", "jpeg");
    List<Frame> received = new CopyOnWriteArrayList<>();
    List<CompletableFuture<HttpResponse<byte[]>>> calls = callSlowly(30, PATIENCE);
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("live", received::add)) {
      publish("live", Pictures.jpeg(64, 48, 2), 10);
      await().atMost(PATIENCE).until(() -> received.size() == 10);
      assertThat(calls).anyMatch(call -> !call.isDone());
    } finally {
      calls.forEach(call -> call.cancel(true));
    }
  }

  @Test
  void callsThatAreCancelledAreNotProcessed() throws Exception {
    FlinkMetrics job = new FlinkMetrics(stack().local());
    long before = job.dropped("cancelled");
    callSlowly(30, Duration.ofSeconds(2));
    await().atMost(PATIENCE).until(() -> job.dropped("cancelled") > before);
    await().atMost(PATIENCE).until(() -> underWay() == 0);
  }

  private long underWay() {
    String metrics = new String(stack().gateway().getImage("metrics"), UTF_8);
    return metrics
        .lines()
        .filter(line -> line.startsWith("darkroom_gateway_requests_under_way "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }
}
