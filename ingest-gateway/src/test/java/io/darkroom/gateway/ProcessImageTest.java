package io.darkroom.gateway;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.PNG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.v1.GetStreamRequest;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ImageProcessingServiceGrpc.ImageProcessingServiceBlockingStub;
import io.darkroom.v1.ListFiltersRequest;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Processes single images over HTTP and gRPC. */
@Tag("slow")
class ProcessImageTest {

  private static Darkroom darkroom;
  private static ManagedChannel channel;
  private static ImageProcessingServiceBlockingStub images;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port()).usePlaintext().build();
    images = ImageProcessingServiceGrpc.newBlockingStub(channel);
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  private static HttpResponse<byte[]> process(String query, byte[] image) {
    return darkroom.post("/v1/images:process?" + query, "image/png", image);
  }

  private static StatusRuntimeException failureOf(ProcessImageRequest request) {
    return catchThrowableOfType(StatusRuntimeException.class, () -> images.processImage(request));
  }

  @Test
  void answersTheImageWithItsLineage() {
    HttpResponse<byte[]> response =
        process("chain=grayscale&encoding=png&accelerator=cpu&quality=80&scale=0.5", PNG);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo(PNG);
    assertThat(response.headers().map())
        .containsEntry("content-type", List.of("image/png"))
        .containsEntry("darkroom-accelerator", List.of("cpu"))
        .containsEntry("darkroom-fell-back", List.of("false"))
        .containsEntry("darkroom-queue-micros", List.of("11"))
        .containsEntry("darkroom-decode-micros", List.of("22"))
        .containsEntry("darkroom-filter-micros", List.of("33"))
        .containsEntry("darkroom-encode-micros", List.of("44"))
        .containsEntry("darkroom-revision", List.of("0"));
  }

  @Test
  void answersJson() throws Exception {
    String body =
        "{\"image\":\"%s\",\"chain\":\"grayscale\"}"
            .formatted(Base64.getEncoder().encodeToString(JPEG));
    JsonNode answer =
        json(darkroom.post("/v1/images:process", "application/json", body.getBytes(UTF_8)));
    assertThat(answer.path("image").binaryValue()).isEqualTo(JPEG);
    assertThat(answer.path("widthPx").asInt()).isEqualTo(16);
    assertThat(answer.at("/processing/filters/0/micros").isIntegralNumber()).isTrue();
    assertThat(answer.at("/processing/warmingUp").isBoolean()).isTrue();
  }

  @Test
  void answersGrpc() {
    ProcessImageResponse answer =
        images.processImage(
            ProcessImageRequest.newBuilder()
                .setImage(ByteString.copyFrom(JPEG))
                .setChain("grayscale")
                .build());
    assertThat(answer.getImage().toByteArray()).isEqualTo(JPEG);
    assertThat(answer.getProcessing().getFilters(0).getMicros()).isEqualTo(33);
    assertThat(images.listFilters(ListFiltersRequest.getDefaultInstance()).getFiltersList())
        .hasSize(3);
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void showsTheCatalogueOfTheJob() {
    JsonNode answer = darkroom.json("/v1/filters");
    assertThat(answer.path("filters").findValuesAsText("id"))
        .contains("grayscale", "broken", "silent");
    assertThat(answer.path("filters").findValues("options").toString()).contains("bt709");
    assertThat(answer.at("/job/engine").asText()).isEqualTo("cpu");
  }

  @Test
  void answersWithTheRejectOfTheJob() {
    HttpResponse<byte[]> response = process("chain=broken", PNG);
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(json(response).path("code").asText()).isEqualTo("FILTER_FAILED");
    assertThat(json(response).path("message").asText()).startsWith("filter: broken");
  }

  @Test
  void endsTheCallAfterTheDeadline() {
    HttpResponse<byte[]> response = process("chain=silent", PNG);
    assertThat(response.statusCode()).isEqualTo(504);
    assertThat(json(response).path("code").asText()).isEqualTo("TIMEOUT");
    assertThat(failureOf(request("silent")).getStatus().getCode())
        .isEqualTo(Code.DEADLINE_EXCEEDED);
  }

  @Test
  void limitsWaitingCalls() {
    List<CompletableFuture<HttpResponse<byte[]>>> calls =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> process("chain=silent", PNG)))
            .toList();
    List<HttpResponse<byte[]>> answers = calls.stream().map(CompletableFuture::join).toList();
    assertThat(answers)
        .anySatisfy(
            answer -> {
              assertThat(answer.statusCode()).isEqualTo(429);
              assertThat(answer.headers().firstValue("retry-after")).isPresent();
              assertThat(json(answer).path("code").asText()).isEqualTo("TOO_MANY_REQUESTS");
            });
    assertThat(process("chain=grayscale", PNG).statusCode()).isEqualTo(200);
  }

  @Test
  void reportsTheCodeAndTheFieldsOverGrpc() throws Exception {
    StatusRuntimeException failure = failureOf(request("grayscale(algoritm=bt709)"));
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(failure.getStatus().getDescription()).contains("Did you mean algorithm?");
    Status status = StatusProto.fromThrowable(failure);
    ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
    assertThat(info.getReason()).isEqualTo("INVALID_CHAIN");
    assertThat(info.getDomain()).isEqualTo("darkroom");
    assertThat(status.getDetails(1).unpack(BadRequest.class).getFieldViolations(0).getField())
        .isEqualTo("chain");
  }

  @Test
  void reportsAMissingStreamOverGrpc() {
    StatusRuntimeException failure =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                StreamServiceGrpc.newBlockingStub(channel)
                    .getStream(GetStreamRequest.newBuilder().setStreamId("never").build()));
    assertThat(failure.getStatus().getCode()).isEqualTo(Code.NOT_FOUND);
  }

  private static ProcessImageRequest request(String chain) {
    return ProcessImageRequest.newBuilder()
        .setImage(ByteString.copyFrom(JPEG))
        .setChain(chain)
        .build();
  }
}
