package io.darkroom.local.traces;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.TraceContext;
import io.darkroom.local.TestPictures;
import io.darkroom.local.TestStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Base class of tests on a complete stack that sends its traces to a receiver. */
abstract class TracedStack {

  static final Duration TIMEOUT = Duration.ofSeconds(60);
  static final double BUDGET = 2;
  static final String PARENT = "b7ad6b7169203331";
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static final byte[] JPEG = TestPictures.jpeg(64, 48, 1);

  static OtlpReceiver receiver;
  static TestStack stack;

  @BeforeAll
  static void start() throws Exception {
    receiver = new OtlpReceiver();
    Map<String, String> settings =
        Map.of(
            "otel.exporter.otlp.endpoint",
            receiver.endpoint(),
            "otel.exporter.otlp.protocol",
            "grpc",
            "otel.bsp.schedule.delay",
            "100",
            "darkroom.traces.per.second",
            Double.toString(BUDGET));
    settings.forEach(System::setProperty);
    try {
      stack = TestStack.start(Optional.empty(), false);
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
    receiver.close();
  }

  static void pipeline(String id, String stream, String chain) {
    stack
        .gateway()
        .put(
            "v1/pipelines/" + id,
            JsonNodeFactory.instance.objectNode().put("streamId", stream).put("chain", chain));
  }

  static HttpResponse<String> post(String stream, byte[] body, Map<String, String> headers)
      throws IOException, InterruptedException {
    URI uri = URI.create(stack.local().url() + "/v1/streams/" + stream + "/frames");
    Map<String, String> all = new HashMap<>(headers);
    all.put("content-type", "image/jpeg");
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    all.forEach(request::header);
    return HTTP.send(
        request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  private static final AtomicLong sequence = new AtomicLong();

  static byte[] frame(String stream, String trace, String flags) {
    return FrameCodec.encode(
        Frame.captured(
                stream,
                1,
                sequence.getAndIncrement(),
                Instant.now(),
                Encoding.JPEG,
                ByteString.copyFrom(JPEG))
            .withTrace(new TraceContext("00-" + trace + "-" + PARENT + "-" + flags, "", "")));
  }

  static String newTraceId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * Waits until the span and all of its ancestors have arrived. Processes send their spans
   * independently, but the job sends the children of a frame's span before the span itself.
   */
  static void awaitPath(String trace, String name) {
    await().atMost(TIMEOUT).until(() -> isWhole(receiver.spans(trace), name));
  }

  private static boolean isWhole(List<ReceivedSpan> spans, String name) {
    Map<String, String> parents = new HashMap<>();
    spans.forEach(span -> parents.put(span.spanId(), span.parentId()));
    Optional<String> at =
        spans.stream()
            .filter(span -> span.name().equals(name))
            .findFirst()
            .map(ReceivedSpan::spanId);
    while (at.filter(parents::containsKey).isPresent()) {
      at = at.map(parents::get);
    }
    return at.filter(top -> top.isEmpty() || top.equals(PARENT)).isPresent();
  }

  static boolean isServer(ReceivedSpan span) {
    return !span.value("http.request.method").isEmpty();
  }

  static ReceivedSpan serverSpan(String trace) {
    return receiver.spans(trace).stream().filter(TracedStack::isServer).findFirst().orElseThrow();
  }

  static ReceivedSpan only(String trace, String name) {
    List<ReceivedSpan> named =
        receiver.spans(trace).stream().filter(span -> span.name().equals(name)).toList();
    assertThat(named).as(name).hasSize(1);
    return named.get(0);
  }

  /** The names from a span up to the first span of this stack. */
  static List<String> pathUp(String trace, String name) {
    List<String> names = new ArrayList<>();
    Optional<ReceivedSpan> span = Optional.of(only(trace, name));
    while (span.isPresent()) {
      names.add(span.get().name());
      String parent = span.get().parentId();
      span =
          receiver.spans(trace).stream().filter(each -> each.spanId().equals(parent)).findFirst();
    }
    return names;
  }

  static double metric(String series) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(stack.local().url() + "/metrics")).build();
      return HTTP.send(request, BodyHandlers.ofString())
          .body()
          .lines()
          .filter(line -> line.startsWith(series + " "))
          .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
          .findFirst()
          .orElseThrow();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static void awaitServerSpan(String trace) {
    await()
        .atMost(TIMEOUT)
        .until(() -> receiver.spans(trace).stream().anyMatch(TracedStack::isServer));
  }
}
