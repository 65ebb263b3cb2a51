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

/** Single images have their own lane in the job. */
abstract class LaneTests extends StackTests {

  /** Several seconds of work; these filters cannot be composed. */
  private static final String SLOW = String.join(" | ", Collections.nCopies(10, "bilateral"));

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private List<CompletableFuture<HttpResponse<byte[]>>> callSlowly(int calls, Duration timeout) {
    byte[] picture = TestPictures.jpeg(1600, 1200, 1);
    URI uri =
        URI.create(
            stack().local().url() + "/v1/images:process?chain=" + GatewayClient.encoded(SLOW));
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      HttpRequest request =
          HttpRequest.newBuilder(uri)
              .header("content-type", "image/jpeg")
              .timeout(timeout)
              .POST(BodyPublishers.ofByteArray(picture))
              .build();
      answers.add(http.sendAsync(request, BodyHandlers.ofByteArray()));
    }
    return answers;
  }

  @Test
  void doesNotDelayLiveFramesBehindSlowCalls() {
    put("live", "live", "invert", "jpeg");
    List<Frame> received = new CopyOnWriteArrayList<>();
    List<CompletableFuture<HttpResponse<byte[]>>> calls = callSlowly(30, TIMEOUT);
    try (PipelineSubscriber subscriber = stack().gateway().subscribe("live", received::add)) {
      publish("live", TestPictures.jpeg(64, 48, 2), 10);
      await().atMost(TIMEOUT).until(() -> received.size() == 10);
      assertThat(calls).anyMatch(call -> !call.isDone());
    } finally {
      calls.forEach(call -> call.cancel(true));
    }
  }

  @Test
  void doesNotProcessCancelledCalls() throws Exception {
    FlinkMetrics job = new FlinkMetrics(stack().local());
    long before = job.dropped("cancelled");
    callSlowly(30, Duration.ofSeconds(2));
    await().atMost(TIMEOUT).until(() -> job.dropped("cancelled") > before);
    await().atMost(TIMEOUT).until(() -> requestsInProgress() == 0);
  }

  private long requestsInProgress() {
    String metrics = new String(stack().gateway().getImage("metrics"), UTF_8);
    return metrics
        .lines()
        .filter(line -> line.startsWith("darkroom_gateway_requests_under_way "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .sum();
  }
}
