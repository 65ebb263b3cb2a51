package io.darkroom.operator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.darkroom.chain.Chain;
import io.darkroom.definition.Accelerator;
import io.darkroom.error.ErrorCode;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Frame;
import io.darkroom.frame.FrameCodec;
import io.darkroom.frame.Output;
import io.darkroom.frame.Reject;
import io.darkroom.frame.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class RequestOperatorTest extends RequestHarness {

  private static final ByteString PNG =
      ByteString.copyFrom(TestImages.encoded(Encoding.PNG, 33, 7));

  private static Request request(String id, String chain) {
    return new Request(id, Chain.parse(chain), Accelerator.AUTO, Output.DEFAULT);
  }

  @Test
  void answersWithTheIdOfTheRequestAndReportsAFallback() throws Exception {
    open(1);
    ask(new Request("r-1", Chain.parse("invert"), Accelerator.CUDA, Output.DEFAULT), PNG);
    assertThat(records()).extracting(LogRecord::key).containsExactly("r-1");
    assertThat(results().get(0).processing().orElseThrow().fellBack()).isTrue();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void runsOnlyWhenLiveFramesLeaveACoreFree() throws Exception {
    open(1);
    assertThat(IdleScheduling.entered()).isTrue();
  }

  @Test
  void dropsAnExpiredRequestWithoutDecodingIt() throws Exception {
    open(1);
    harness.setProcessingTime(T0 + 2001);
    ask(request("late", "invert").within(Duration.ofSeconds(2)), ByteString.copyFromUtf8("no png"));
    ask(request("in-time", "invert").within(Duration.ofSeconds(3)), PNG);
    assertThat(records()).extracting(LogRecord::key).containsExactly("in-time");
    assertThat(rejects()).isEmpty();
  }

  @Test
  void dropsACancelledRequestWithoutDecodingIt() throws Exception {
    open(1);
    cancel("given-up");
    ask(request("given-up", "invert"), ByteString.copyFromUtf8("no png"));
    ask(request("wanted", "invert"), PNG);
    assertThat(records()).extracting(LogRecord::key).containsExactly("wanted");
    assertThat(rejects()).isEmpty();
  }

  @Test
  void refusesAnInvalidRequestWithItsId() throws Exception {
    open(1);
    ask(request("r-1", "no_such_filter"), PNG);
    ask(request("r-2", "invert"), ByteString.copyFromUtf8("no png"));
    assertThat(refusals()).extracting(Reject::requestId).containsExactly("r-1", "r-2");
    assertThat(refusals())
        .extracting(Reject::code)
        .containsExactly(ErrorCode.INVALID_CHAIN, ErrorCode.INVALID_IMAGE);
    assertThat(refusals()).extracting(Reject::topic).containsOnly(Reject.REQUESTS);
  }

  @Test
  void refusesAnInvalidChainWithTheIdOfTheRequest() throws Exception {
    open(1);
    io.darkroom.v1.Request hostile =
        io.darkroom.v1.Request.newBuilder().setRequestId("r-1").setChain("invert |").build();
    io.darkroom.v1.Frame frame =
        io.darkroom.v1.Frame.newBuilder().setImage(PNG).setRequest(hostile).build();
    send("r-1", frame.toByteArray());
    assertThat(refusals()).extracting(Reject::requestId).containsExactly("r-1");
    assertThat(refusals()).extracting(Reject::code).containsExactly(ErrorCode.INVALID_CHAIN);
  }

  @Test
  void rejectsRecordsThatCannotBeAnswered() throws Exception {
    open(1);
    Frame live = Frame.captured("cam", 0, 0, Instant.EPOCH, Encoding.PNG, PNG);
    send("cam", FrameCodec.encode(live));
    send("x", "no message".getBytes(UTF_8));
    assertThat(rejects())
        .extracting(Reject::code)
        .containsExactly(ErrorCode.INVALID_FRAME, ErrorCode.INVALID_FRAME);
    assertThat(rejects()).extracting(Reject::topic).containsOnly(Reject.REQUESTS);
    assertThat(records()).isEmpty();
  }

  @Test
  void answersOnThePartitionThatTheRequestNames() throws Exception {
    open(1);
    Request request = request("r-1", "invert");
    ask(request.answeredOn(5), PNG);
    ask(request("r-2", "no_such_filter").answeredOn(6), PNG);
    ask(request.answeredOn(ANSWER_PARTITIONS), PNG);
    ask(request, PNG);
    assertThat(records())
        .extracting(LogRecord::partition)
        .containsExactly(
            OptionalInt.of(5), OptionalInt.of(6), OptionalInt.empty(), OptionalInt.empty());
  }

  @Test
  void answersAnInvalidRequestOnThePartitionThatItNames() throws Exception {
    open(1);
    io.darkroom.v1.Frame invalid =
        io.darkroom.v1.Frame.newBuilder()
            .setImage(PNG)
            .setRequest(
                io.darkroom.v1.Request.newBuilder()
                    .setRequestId("r-1")
                    .setChain("no such | syntax((")
                    .setAnswerPartition(5))
            .build();
    send("r-1", invalid.toByteArray());
    assertThat(records()).extracting(LogRecord::partition).containsExactly(OptionalInt.of(5));
    assertThat(refusals()).hasSize(1);
  }
}
