package io.darkroom.gateway.rpc;

import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GrpcCaller;
import io.darkroom.v1.DeletePipelineRequest;
import io.darkroom.v1.GetStreamRequest;
import io.darkroom.v1.Output;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.PutPipelineRequest;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A bad call gives the same error in every protocol. */
@Tag("slow")
class ProtocolsTest {

  /** The parts of an error that all protocols carry. */
  private record ErrorSummary(String reason, String message, List<String> fields) {}

  private static Darkroom darkroom;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
  }

  @AfterAll
  static void stop() throws Exception {
    darkroom.close();
  }

  private static Pipeline.Builder pipeline() {
    return Pipeline.newBuilder().setPipelineId("p").setStreamId("cam");
  }

  private static PutPipelineRequest put(Pipeline.Builder pipeline) {
    return PutPipelineRequest.newBuilder().setPipeline(pipeline).build();
  }

  private static ProcessImageRequest.Builder image() {
    return ProcessImageRequest.newBuilder().setImage(Darkroom.jpeg());
  }

  static Stream<Arguments> badCalls() {
    String put = "darkroom.v1.PipelineService/PutPipeline";
    String process = "darkroom.v1.ImageProcessingService/ProcessImage";
    return Stream.of(
        Arguments.of(put, "PUT /v1/pipelines/p", put(pipeline().setStreamId("Küche"))),
        Arguments.of(put, "PUT /v1/pipelines/p", put(pipeline().setStreamId(""))),
        Arguments.of(put, "PUT /v1/pipelines/p", put(pipeline().setChain("grayscal"))),
        Arguments.of(put, "PUT /v1/pipelines/p", put(pipeline().setAccelerator("tpu"))),
        Arguments.of(
            put,
            "PUT /v1/pipelines/p",
            put(pipeline().setOutput(Output.newBuilder().setQuality(101).setScale(2)))),
        Arguments.of(process, "POST /v1/images:process", image().setChain("broken").build()),
        Arguments.of(process, "POST /v1/images:process", image().setChain("silent").build()),
        Arguments.of(process, "POST /v1/images:process", ProcessImageRequest.newBuilder().build()),
        Arguments.of(
            "darkroom.v1.StreamService/GetStream",
            "GET /v1/streams/never",
            GetStreamRequest.newBuilder().setStreamId("never").build()),
        Arguments.of(
            "darkroom.v1.PipelineService/DeletePipeline",
            "DELETE /v1/pipelines/never",
            DeletePipelineRequest.newBuilder().setPipelineId("never").build()));
  }

  @ParameterizedTest
  @MethodSource("badCalls")
  void reportsTheSameErrorInEveryProtocol(String method, String route, Message request)
      throws Exception {
    String json = ProtoJson.toJson(request).toString();
    ErrorSummary expected = overHttp(route, ProtoJson.toJson(body(request)).toString());
    assertThat(expected.reason()).isNotBlank();
    assertThat(expected.message()).contains("(expected: ").doesNotContain("armeria", "%20");

    byte[] proto = request.toByteArray();
    String path = "/" + method;
    assertThat(overGrpc(path, "application/grpc-web+proto", framed(proto))).isEqualTo(expected);
    assertThat(overGrpc(path, "application/grpc-web+json", framed(json.getBytes(UTF_8))))
        .isEqualTo(expected);
    assertThat(
            overGrpc(path, "application/grpc-web-text", Base64.getEncoder().encode(framed(proto))))
        .isEqualTo(expected);
    assertThat(overConnect(darkroom.post(path, "application/proto", proto))).isEqualTo(expected);
    assertThat(overConnect(darkroom.post(path, "application/json", json.getBytes(UTF_8))))
        .isEqualTo(expected);
    if (route.startsWith("GET")) {
      String query = "?connect=v1&encoding=json&message=" + URLEncoder.encode(json, UTF_8);
      assertThat(overConnect(darkroom.get(path + query))).isEqualTo(expected);
    }
    assertThat(GrpcCaller.failure(darkroom.gateway.port(), method, proto))
        .satisfies(status -> assertThat(summaryOf(status)).isEqualTo(expected));
  }

  /** In the HTTP route, the pipeline itself is the body. */
  private static Message body(Message request) {
    return request instanceof PutPipelineRequest put ? put.getPipeline() : request;
  }

  private static ErrorSummary overHttp(String route, String json) {
    String[] parts = route.split(" ");
    boolean hasBody = parts[0].startsWith("P");
    JsonNode error =
        json(
            darkroom.send(
                parts[0],
                parts[1],
                hasBody ? "application/json" : null,
                hasBody ? json.getBytes(UTF_8) : null));
    List<String> fields = new ArrayList<>();
    error
        .path("details")
        .forEach(
            detail ->
                fields.add(detail.path("field").asText() + detail.path("description").asText()));
    return new ErrorSummary(error.path("code").asText(), error.path("message").asText(), fields);
  }

  private static ErrorSummary overConnect(HttpResponse<byte[]> response) throws Exception {
    JsonNode error = json(response);
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setMessage(error.path("message").asText());
    for (JsonNode detail : error.path("details")) {
      status
          .addDetailsBuilder()
          .setTypeUrl("type.googleapis.com/" + detail.path("type").asText())
          .setValue(ByteString.copyFrom(Base64.getDecoder().decode(detail.path("value").asText())));
    }
    return summaryOf(status.build());
  }

  /** A failed gRPC-Web answer has its trailers in the headers. */
  private static ErrorSummary overGrpc(String path, String type, byte[] body) throws Exception {
    HttpResponse<byte[]> response = darkroom.post(path, type, body);
    assertThat(response.headers().firstValue("content-type"))
        .hasValueSatisfying(answered -> assertThat(answered).startsWith(type));
    byte[] details =
        Base64.getDecoder()
            .decode(response.headers().firstValue("grpc-status-details-bin").orElseThrow());
    return summaryOf(com.google.rpc.Status.parseFrom(details));
  }

  private static ErrorSummary summaryOf(com.google.rpc.Status status)
      throws InvalidProtocolBufferException {
    String reason = status.getDetails(0).unpack(ErrorInfo.class).getReason();
    List<String> fields = new ArrayList<>();
    for (Any detail : status.getDetailsList()) {
      if (detail.is(BadRequest.class)) {
        detail
            .unpack(BadRequest.class)
            .getFieldViolationsList()
            .forEach(field -> fields.add(field.getField() + field.getDescription()));
      }
    }
    return new ErrorSummary(reason, status.getMessage(), fields);
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }
}
