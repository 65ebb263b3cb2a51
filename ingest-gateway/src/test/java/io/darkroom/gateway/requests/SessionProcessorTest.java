package io.darkroom.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Frame;
import io.darkroom.frame.ImageLimits;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.frame.TraceContext;
import io.darkroom.gateway.limits.ByteRate;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.requests.SessionProcessor.Failed;
import io.darkroom.gateway.requests.SessionProcessor.Processed;
import io.darkroom.gateway.requests.SessionProcessor.Result;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionProcessorTest {

  private static final SessionSettings PLAIN =
      new SessionSettings(Chain.parse(""), Accelerator.AUTO, Output.DEFAULT);

  private static ByteString png;

  /** Frames appended to the topic of requests. */
  private final List<Frame> published = Collections.synchronizedList(new ArrayList<>());

  private final List<Result> results = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void draw() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", bytes);
    png = ByteString.copyFrom(bytes.toByteArray());
  }

  private ImageProcessor processor(PendingRequests pending) {
    return new ImageProcessor(
        new Catalogue(System::nanoTime, ""),
        new RequestQueue(
            frame -> {
              published.add(frame);
              return CompletableFuture.completedFuture(null);
            },
            requestId -> {},
            1 << 20,
            new ByteRate(Long.MAX_VALUE, Duration.ZERO, System::nanoTime),
            System::nanoTime),
        pending,
        ImageLimits.DEFAULT,
        Duration.ofMinutes(1),
        new GatewayMetrics(100));
  }

  private SessionProcessor open(PendingRequests pending) {
    SessionProcessor session =
        new SessionProcessor(processor(pending), TraceContext.NONE, Runnable::run, results::add);
    session.use(PLAIN);
    return session;
  }

  private static void submit(SessionProcessor session, int... tags) {
    for (int tag : tags) {
      session.submit(png, Instant.EPOCH, tag);
    }
  }

  private static Request requestOf(Frame frame) {
    return frame.request().orElseThrow();
  }

  private void answer(PendingRequests pending, int index) {
    Frame frame = published.get(index);
    pending.answer(requestOf(frame).requestId(), frame);
  }

  private List<Long> tags() {
    return results.stream().map(Result::tag).toList();
  }

  @Test
  void deliversInSubmissionOrderWhateverTheOrderOfAnswers() {
    PendingRequests pending = new PendingRequests(16);
    SessionProcessor session = open(pending);
    submit(session, 7, 8, 9);
    answer(pending, 2);
    answer(pending, 1);
    assertThat(results).isEmpty();
    assertThat(session.inFlight()).isEqualTo(3);
    answer(pending, 0);
    assertThat(tags()).containsExactly(7L, 8L, 9L);
    assertThat(results).extracting(Result::number).containsExactly(0L, 1L, 2L);
    assertThat(session.inFlight()).isZero();
    assertThat(published)
        .extracting(frame -> requestOf(frame).session())
        .containsOnly(requestOf(published.get(0)).session())
        .doesNotContain("");
  }

  @Test
  void deliversAFailedImageAsAResult() {
    PendingRequests pending = new PendingRequests(16);
    SessionProcessor session = open(pending);
    submit(session, 0);
    session.submit(ByteString.copyFromUtf8("no image"), Instant.EPOCH, 1);
    submit(session, 2, 3);
    answer(pending, 2);
    pending.refuse(
        requestOf(published.get(1)).requestId(),
        new DarkroomException(ErrorCode.FILTER_FAILED, "filter: failed."));
    answer(pending, 0);

    assertThat(tags()).containsExactly(0L, 1L, 2L, 3L);
    assertThat(codeOf(results.get(1))).isEqualTo(ErrorCode.INVALID_IMAGE);
    assertThat(codeOf(results.get(2))).isEqualTo(ErrorCode.FILTER_FAILED);
    assertThat(results.get(3)).isInstanceOf(Processed.class);
  }

  private static ErrorCode codeOf(Result result) {
    return ((Failed) result).cause().code();
  }

  @Test
  void appliesSettingsFromTheNextImageOn() {
    SessionProcessor session = open(new PendingRequests(16));
    submit(session, 0);
    session.use(new SessionSettings(Chain.parse("invert"), Accelerator.CPU, Output.DEFAULT));
    submit(session, 1);
    assertThat(published)
        .extracting(frame -> requestOf(frame).chain().toString())
        .containsExactly("", "invert");
  }

  @Test
  void waitsForPermitsOfOtherSessionsAndLeavesThoseOfSingleCalls() {
    PendingRequests pending = new PendingRequests(2);
    SessionProcessor first = open(pending);
    SessionProcessor second = open(pending);
    submit(first, 10, 11, 12);
    submit(second, 20, 21);
    assertThat(published).hasSize(2);
    assertThat(pending.await("single")).isNotDone();

    for (int i = 0; i < 5; i++) {
      answer(pending, i);
    }
    assertThat(tags()).containsExactly(10L, 11L, 12L, 20L, 21L);
  }

  @Test
  void freesAllPermitsWhenClosed() {
    PendingRequests pending = new PendingRequests(2);
    SessionProcessor session = open(pending);
    submit(session, 0, 1, 2, 3);
    session.close();

    assertThat(published).hasSize(2);
    assertThat(published).noneMatch(frame -> pending.awaits(requestOf(frame).requestId()));
    SessionProcessor next = open(pending);
    submit(next, 4, 5);
    assertThat(published).hasSize(4);
    assertThat(results).isEmpty();
  }

  @Test
  void finishesAfterTheLastResult() {
    PendingRequests pending = new PendingRequests(2);
    SessionProcessor session = open(pending);
    submit(session, 0);
    CompletableFuture<Void> finished = session.finish();
    assertThat(finished).isNotDone();
    answer(pending, 0);
    assertThat(finished).isCompleted();
    assertThat(open(pending).finish()).isCompleted();
  }

  @Test
  void refusesMoreThanTheLimitInFlight() {
    SessionProcessor session = open(new PendingRequests(16));
    for (int i = 0; i < SessionProcessor.MAX_IN_FLIGHT; i++) {
      submit(session, i);
    }
    assertThatThrownBy(() -> submit(session, 8)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsTheOrderOfAnswersFromManyThreads() throws Exception {
    PendingRequests pending = new PendingRequests(5);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    SessionProcessor session =
        new SessionProcessor(processor(pending), TraceContext.NONE, threads, results::add);
    session.use(PLAIN);
    Random random = new Random(1);
    int answered = 0;
    for (int batch = 0; batch < 500; batch++) {
      int size = 1 + random.nextInt(5);
      for (int i = 0; i < size; i++) {
        submit(session, answered + i);
      }
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        order.add(answered + i);
      }
      Collections.shuffle(order, random);
      CompletableFuture.allOf(
              order.stream()
                  .map(index -> CompletableFuture.runAsync(() -> answer(pending, index), threads))
                  .toArray(CompletableFuture[]::new))
          .get(20, TimeUnit.SECONDS);
      answered += size;
      await().pollInterval(Duration.ofMillis(1)).until(() -> session.inFlight() == 0);
    }
    session.finish().get(20, TimeUnit.SECONDS);
    threads.shutdownNow();
    assertThat(tags()).isSorted().doesNotHaveDuplicates().hasSize(answered);
  }
}
