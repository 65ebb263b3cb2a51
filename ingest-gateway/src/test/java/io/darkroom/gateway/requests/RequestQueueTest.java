package io.darkroom.gateway.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.Output;
import io.darkroom.frame.Request;
import io.darkroom.gateway.limits.ByteRate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestQueueTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MAX_WAITING = 1000;

  private final List<Frame> sent = new ArrayList<>();
  private final List<String> cancelled = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private CompletableFuture<Object> acknowledged = CompletableFuture.completedFuture(null);

  private final RequestQueue queue =
      new RequestQueue(
          frame -> {
            sent.add(frame);
            return acknowledged;
          },
          cancelled::add,
          MAX_WAITING,
          new ByteRate(Long.MAX_VALUE, Duration.ZERO, nanos::get),
          nanos::get);

  private CompletableFuture<Frame> submit(String id, int bytes) {
    CompletableFuture<Frame> answer = new CompletableFuture<>();
    Request request = new Request(id, Chain.EMPTY, Accelerator.AUTO, Output.DEFAULT);
    Frame frame =
        Frame.captured("", 0, 0, Instant.EPOCH, Encoding.PNG, ByteString.copyFrom(new byte[bytes]))
            .asking(request);
    queue.submit(frame, answer, TIMEOUT);
    return answer;
  }

  private List<CompletableFuture<Frame>> fill() {
    List<CompletableFuture<Frame>> answers = new ArrayList<>();
    for (int i = 0; i < RequestQueue.MOST_UNDER_WAY; i++) {
      answers.add(submit("first-" + i, 1));
    }
    assertThat(sent).hasSize(RequestQueue.MOST_UNDER_WAY);
    return answers;
  }

  private List<String> sentIds() {
    return sent.stream().map(frame -> frame.request().orElseThrow().requestId()).toList();
  }

  @Test
  void sendsTheNextRequestInOrderWhenOneIsAnswered() {
    List<CompletableFuture<Frame>> first = fill();
    submit("second", 1);
    submit("third", 1);
    assertThat(sent).hasSize(RequestQueue.MOST_UNDER_WAY);
    first.get(3).complete(null);
    first.get(1).completeExceptionally(new IllegalStateException());
    assertThat(sentIds()).endsWith("second", "third");
    assertThat(queue.underWay()).isEqualTo(RequestQueue.MOST_UNDER_WAY);
  }

  @Test
  void limitsBytesInFlightButAlwaysSendsOne() {
    RequestQueue large =
        new RequestQueue(
            frame -> {
              sent.add(frame);
              return acknowledged;
            },
            cancelled::add,
            Long.MAX_VALUE,
            new ByteRate(Long.MAX_VALUE, Duration.ZERO, nanos::get),
            nanos::get);
    Frame frame =
        Frame.captured(
                "",
                0,
                0,
                Instant.EPOCH,
                Encoding.PNG,
                ByteString.copyFrom(new byte[(int) RequestQueue.MOST_UNDER_WAY_BYTES + 1]))
            .asking(new Request("r", Chain.EMPTY, Accelerator.AUTO, Output.DEFAULT));
    CompletableFuture<Frame> first = new CompletableFuture<>();
    large.submit(frame, first, TIMEOUT);
    large.submit(frame, new CompletableFuture<>(), TIMEOUT);
    assertThat(sent).hasSize(1);
    first.complete(null);
    assertThat(sent).hasSize(2);
  }

  @Test
  void refusesImagesBeyondTheByteLimitAndNamesItsOption() {
    fill();
    submit("waits", MAX_WAITING - 1);
    DarkroomException refused =
        catchThrowableOfType(DarkroomException.class, () -> submit("one-too-many", 2));
    assertThat(refused.code()).isEqualTo(ErrorCode.TOO_MANY_REQUESTS);
    assertThat(refused).hasMessageContaining("1000").hasMessageContaining("--max-pending-request");
    assertThat(queue.waitingBytes()).isEqualTo(MAX_WAITING - 1);
  }

  @Test
  void neverSendsACancelledRequest() {
    List<CompletableFuture<Frame>> first = fill();
    submit("given-up", 10).cancel(false);
    assertThat(queue.waitingBytes()).isZero();
    first.get(0).complete(null);
    assertThat(sentIds()).doesNotContain("given-up");
    assertThat(cancelled).isEmpty();
  }

  @Test
  void cancelsASentRequestAtTheJob() {
    submit("given-up", 10).cancel(false);
    submit("answered", 10).complete(null);
    assertThat(cancelled).containsExactly("given-up");
    assertThat(queue.underWay()).isZero();
  }

  @Test
  void sendsTheRemainingDeadlineToTheJob() {
    List<CompletableFuture<Frame>> first = fill();
    submit("waits", 1);
    nanos.addAndGet(Duration.ofSeconds(4).toNanos());
    first.get(0).complete(null);
    Request last = sent.get(sent.size() - 1).request().orElseThrow();
    assertThat(last.timeout()).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void refusesARequestEqualToOneRefusedAsTooCostly() {
    List<CompletableFuture<Frame>> first = fill();
    CompletableFuture<Frame> waits = submit("waits", 10);
    DarkroomException tooCostly = new DarkroomException(ErrorCode.CHAIN_TOO_COSTLY, "9 s");
    first.get(0).completeExceptionally(tooCostly);
    assertThat(waits).failsWithin(Duration.ofSeconds(10)).withThrowableThat().withCause(tooCostly);
    assertThat(sentIds()).doesNotContain("waits");
    assertThat(queue.waitingBytes()).isZero();
    assertThat(catchThrowableOfType(DarkroomException.class, () -> submit("equal", 1)))
        .isSameAs(tooCostly);
  }

  @Test
  void asksTheJobAgainAfterTheRefusalExpires() {
    DarkroomException tooCostly = new DarkroomException(ErrorCode.CHAIN_TOO_COSTLY, "9 s");
    submit("first", 1).completeExceptionally(tooCostly);
    nanos.addAndGet(CostRefusals.KEPT.toNanos());
    submit("later", 1);
    assertThat(sentIds()).containsExactly("first", "later");
  }

  @Test
  void doesNotRememberOtherRefusals() {
    submit("first", 1)
        .completeExceptionally(new DarkroomException(ErrorCode.MEMORY_EXCEEDED, "for now"));
    submit("next", 1);
    assertThat(sentIds()).containsExactly("first", "next");
  }

  @Test
  void failsARequestThatKafkaRefusesAndFreesItsPlace() {
    acknowledged = CompletableFuture.failedFuture(new IllegalStateException("away"));
    CompletableFuture<Frame> answer = submit("r", 1);
    assertThat(answer).isCompletedExceptionally();
    assertThat(queue.underWay()).isZero();
  }
}
