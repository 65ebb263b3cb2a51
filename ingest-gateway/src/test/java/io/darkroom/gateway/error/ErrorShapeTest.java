package io.darkroom.gateway.error;

import static io.darkroom.gateway.testing.Darkroom.JPEG;
import static io.darkroom.gateway.testing.Darkroom.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.rpc.Code;
import com.google.rpc.ResourceInfo;
import com.google.rpc.Status;
import io.darkroom.error.ErrorCode;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.FakeJob;
import io.darkroom.gateway.testing.GrpcCaller;
import io.darkroom.gateway.testing.ReportedError;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.gateway.testing.TestSocket;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.ImageProcessingServiceGrpc.ImageProcessingServiceBlockingStub;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.PutPipelineRequest;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.StreamServiceGrpc.StreamServiceStub;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.MetadataUtils;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors have the same content in every protocol, and name the resource they are about. */
@Tag("slow")
class ErrorShapeTest {

  private static final String PROCESS = "/darkroom.v1.ImageProcessingService/ProcessImage";

  private static Darkroom darkroom;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() {
    darkroom = Darkroom.start();
    channel =
        NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    darkroom.close();
  }

  /** The job rejects the picture with the code; each code has a different request. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BODY_TOO_LARGE")
  void reportsEveryCodeAlikeInEveryProtocol(ErrorCode code) throws Exception {
    darkroom.job.refuseBy(code);
    String id = "id-of-" + code;
    ProcessImageRequest request =
        ProcessImageRequest.newBuilder()
            .setImage(Darkroom.jpeg())
            .setChain("broken")
            .setQuality(code.ordinal() + 1)
            .build();
    byte[] proto = request.toByteArray();
    long seconds = code.retryable() ? 1 : 0;
    ReportedError expected =
        new ReportedError(code.name(), FakeJob.BROKEN, code.retryable(), id, seconds);

    byte[] body = ProtoJson.toJson(request).toString().getBytes(UTF_8);
    assertThat(overHttp(post("/v1/images:process", "application/json", body, id), code))
        .isEqualTo(expected);
    String path = "/v1/images:process?chain=broken&quality=" + request.getQuality();
    assertThat(overHttp(post(path, "image/jpeg", JPEG, id), code)).isEqualTo(expected);
    assertThat(overConnect(post(PROCESS, "application/proto", proto, id))).isEqualTo(expected);
    assertThat(overConnect(post(PROCESS, "application/json", body, id))).isEqualTo(expected);
    assertThat(overGrpcWeb(post(PROCESS, "application/grpc-web+proto", framed(proto), id)))
        .isEqualTo(expected);
    Status status = overGrpc(request, id);
    assertThat(status.getCode()).isEqualTo(code.grpcCode().getNumber());
    assertThat(ReportedError.of(status)).isEqualTo(expected);
  }

  private static HttpResponse<byte[]> post(String path, String type, byte[] body, String id)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(darkroom.uri(path))
            .header("content-type", type)
            .header("x-correlation-id", id)
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<byte[]> response = darkroom.client.send(request, BodyHandlers.ofByteArray());
    assertThat(response.headers().firstValue("x-correlation-id")).hasValue(id);
    return response;
  }

  private static ReportedError overHttp(HttpResponse<byte[]> response, ErrorCode code) {
    assertThat(response.statusCode()).isEqualTo(code.httpStatus());
    return ReportedError.ofJson(json(response), secondsOf(response));
  }

  private static long secondsOf(HttpResponse<byte[]> response) {
    return response.headers().firstValueAsLong("retry-after").orElse(0);
  }

  private static ReportedError overConnect(HttpResponse<byte[]> response) throws Exception {
    ReportedError reported = ReportedError.of(ReportedError.statusOf(json(response)));
    assertThat(secondsOf(response)).isEqualTo(reported.retrySeconds());
    return reported;
  }

  /** A failed gRPC-Web response has its trailers in the headers. */
  private static ReportedError overGrpcWeb(HttpResponse<byte[]> response) throws Exception {
    String details = response.headers().firstValue("grpc-status-details-bin").orElseThrow();
    return ReportedError.of(Status.parseFrom(Base64.getDecoder().decode(details)));
  }

  private static Status overGrpc(ProcessImageRequest request, String id) {
    ImageProcessingServiceBlockingStub images =
        ImageProcessingServiceGrpc.newBlockingStub(channel).withInterceptors(named(id));
    return StatusProto.fromThrowable(
        catchThrowableOfType(StatusRuntimeException.class, () -> images.processImage(request)));
  }

  private static ClientInterceptor named(String id) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-correlation-id", Metadata.ASCII_STRING_MARSHALLER), id);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(5 + message.length)
        .put((byte) 0)
        .putInt(message.length)
        .put(message)
        .array();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PipelineService/GetPipeline; {'pipelineId':'no'}; NOT_FOUND; pipeline no",
        "PipelineService/GetSnapshot; {'pipelineId':'here'}; NO_FRAME_YET; pipeline here",
        "SourceService/StartSource; {'sourceId':'no'}; NOT_FOUND; source no",
        "StreamService/GetStream; {'streamId':'no'}; NOT_FOUND; stream no",
        "VideoService/GetUpload; {'uploadId':'no'}; NOT_FOUND; upload no",
        "VideoService/GetPreview; {'videoId':'no.mp4'}; NOT_FOUND; video no.mp4",
        "ConfigService/GetImage; {'imageId':'no.png'}; NOT_FOUND; image no.png",
        "PipelineService/PutPipeline; {'pipeline':{'pipelineId':'here','streamId':'s'},"
            + "'createOnly':true}; ALREADY_EXISTS; pipeline here",
        "PipelineService/DeletePipeline; {'pipelineId':'here','etag':'x'};"
            + " PRECONDITION_FAILED; pipeline here",
      })
  void namesTheResourceOfAnError(String method, String request, ErrorCode code, String about)
      throws Exception {
    darkroom.putPipeline("here", "s", "");
    byte[] body = request.replace('\'', '"').getBytes(UTF_8);
    HttpResponse<byte[]> response =
        post("/darkroom.v1." + method, "application/json", body, "about-1");
    Status status = ReportedError.statusOf(json(response));
    assertThat(ReportedError.of(status).code()).as(status.toString()).isEqualTo(code.name());
    ResourceInfo resource = ReportedError.detail(status, ResourceInfo.class).orElseThrow();
    assertThat(resource.getResourceType() + " " + resource.getResourceName()).isEqualTo(about);
  }

  @Test
  void reportsWhyAWatchEndsInEveryProtocol() throws Exception {
    darkroom.putPipeline("ending", "ending-stream", "");
    StreamServiceStub streams =
        StreamServiceGrpc.newStub(channel).withInterceptors(named("watch-1"));
    WatchFramesRequest request = WatchFramesRequest.newBuilder().setPipelineId("ending").build();
    TestSocket socket =
        darkroom.socket("/v1/pipelines/ending/frames", "x-correlation-id", "watch-1");
    assertThat(socket.nextJson().has("hello")).isTrue();
    TestCall<WatchFramesRequest, WatchFramesResponse> call =
        TestCall.open(streams::watchFrames, request);
    darkroom.post("/v1/streams/ending-stream/frames", "image/jpeg", JPEG);
    call.next();

    darkroom.delete("/v1/pipelines/ending");

    Status status = StatusProto.fromThrowable(call.failure());
    ReportedError reported = ReportedError.of(status);
    assertThat(reported.code()).isEqualTo("NOT_FOUND");
    assertThat(reported.correlationId()).isEqualTo("watch-1");
    assertThat(ReportedError.detail(status, ResourceInfo.class).orElseThrow().getResourceName())
        .isEqualTo("ending");
    assertThat(ReportedError.ofJson(socket.nextJson().path("error"), 0)).isEqualTo(reported);
    byte[] late =
        post(
                "/darkroom.v1.StreamService/WatchFrames",
                "application/connect+proto",
                framed(request.toByteArray()),
                "watch-1")
            .body();
    JsonNode end = Darkroom.JSON.readTree(late, 5, late.length - 5);
    assertThat(ReportedError.of(ReportedError.statusOf(end.path("error"))).code())
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void refusesAPublishedFrameInTheSameForm() {
    try (TestSocket socket =
        darkroom.socket("/v1/streams/shape/publish", "x-correlation-id", "publish-1")) {
      socket.send(new byte[] {1, 2, 3});
      ReportedError reported = ReportedError.ofJson(socket.nextJson().path("error"), 0);
      assertThat(reported.code()).isEqualTo("INVALID_FRAME");
      assertThat(reported.correlationId()).isEqualTo("publish-1");
    }
  }

  @ParameterizedTest
  @CsvSource({"snappy, INVALID_ARGUMENT", "gzip, INVALID_ARGUMENT"})
  void addsDetailsToMessagesThatCannotBeRead(String encoding, ErrorCode code) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(darkroom.uri(PROCESS))
            .header("content-type", "application/grpc-web+proto")
            .header("grpc-encoding", encoding)
            .header("x-correlation-id", "wire-1")
            .POST(BodyPublishers.ofByteArray(new byte[] {1, 0, 0, 0, 3, 1, 2, 3}))
            .build();
    ReportedError reported = overGrpcWeb(darkroom.client.send(request, BodyHandlers.ofByteArray()));
    assertThat(reported.code()).isEqualTo(code.name());
    assertThat(reported.correlationId()).isEqualTo("wire-1");
  }

  @Test
  void addsDetailsToAStatusOfGrpcsOwnServices() throws Exception {
    byte[] unknown = HealthCheckRequest.newBuilder().setService("no").build().toByteArray();
    Status status =
        GrpcCaller.failure(darkroom.gateway.port(), "grpc.health.v1.Health/Check", unknown);
    assertThat(status.getCode()).isEqualTo(Code.NOT_FOUND_VALUE);
    assertThat(ReportedError.of(status).code()).isEqualTo("NOT_FOUND");
    assertThat(ReportedError.of(status).correlationId()).isNotEmpty();
  }

  /** For a call with a picture the code is IMAGE_TOO_LARGE. */
  @Test
  void reportsATooLargeBodyAlikeInEveryProtocol() throws Exception {
    Pipeline pipeline =
        Pipeline.newBuilder()
            .setPipelineId("long")
            .setStreamId("s")
            .setChain("x".repeat(3 << 20))
            .build();
    PutPipelineRequest request = PutPipelineRequest.newBuilder().setPipeline(pipeline).build();
    String path = "/darkroom.v1.PipelineService/PutPipeline";
    byte[] proto = request.toByteArray();
    String json = ProtoJson.toJson(pipeline).toString();
    assertThat(darkroom.put("/v1/pipelines/long", json).statusCode()).isEqualTo(413);
    assertThat(json(darkroom.put("/v1/pipelines/long", json)).path("code").asText())
        .isEqualTo("BODY_TOO_LARGE");
    assertThat(overConnect(post(path, "application/proto", proto, "long-1")).code())
        .isEqualTo("BODY_TOO_LARGE");
    assertThat(overGrpcWeb(post(path, "application/grpc-web+proto", framed(proto), "l-1")).code())
        .isEqualTo("BODY_TOO_LARGE");
    int port = darkroom.gateway.port();
    assertThat(ReportedError.of(GrpcCaller.failure(port, path.substring(1), proto)).code())
        .isEqualTo("BODY_TOO_LARGE");
  }
}
