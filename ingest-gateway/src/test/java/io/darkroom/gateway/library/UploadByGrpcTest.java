package io.darkroom.gateway.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.darkroom.gateway.testing.TestCall;
import io.darkroom.v1.UploadStart;
import io.darkroom.v1.UploadVideoRequest;
import io.darkroom.v1.Video;
import io.darkroom.v1.VideoServiceGrpc;
import io.grpc.Status.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class UploadByGrpcTest extends UploadTests {

  private static UploadVideoRequest opening(String id, String name, int offset) {
    return UploadVideoRequest.newBuilder()
        .setStart(
            UploadStart.newBuilder()
                .setUploadId(id)
                .setName(name)
                .setTotalBytes(clip.length)
                .setOffsetBytes(offset))
        .build();
  }

  private static UploadVideoRequest chunk(int from, int to) {
    return UploadVideoRequest.newBuilder()
        .setChunk(ByteString.copyFrom(clip, from, to - from))
        .build();
  }

  private static TestCall<UploadVideoRequest, Video> call() {
    return TestCall.open(VideoServiceGrpc.newStub(channel)::uploadVideo);
  }

  private static void awaitOffset(String id, int offset) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> darkroom.json("/v1/uploads/" + id).path("offsetBytes").asInt() == offset);
  }

  @Test
  void acceptsAVideoByGrpcAndContinuesAfterADisconnect() throws Exception {
    try (TestCall<UploadVideoRequest, Video> broken = call()) {
      broken.send(opening("grpc", "grpc.mp4", 0));
      broken.send(chunk(0, 1000));
      awaitOffset("grpc", 1000);
      try (TestCall<UploadVideoRequest, Video> second = call()) {
        second.send(opening("grpc", "grpc.mp4", 1000));
        assertThat(second.end().getCode()).isEqualTo(Code.ABORTED);
        assertThat(second.end().getDescription()).contains("another call");
      }
      assertThat(darkroom.delete("/v1/uploads/grpc").statusCode()).isEqualTo(409);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () -> {
              try (TestCall<UploadVideoRequest, Video> rest = call()) {
                rest.send(opening("grpc", "grpc.mp4", 1000));
                rest.send(chunk(1000, clip.length));
                rest.halfClose();
                assertThat(rest.end().getCode()).isEqualTo(Code.OK);
                assertThat(rest.next().getVideoId()).isEqualTo("grpc.mp4");
              }
            });
    assertThat(folder.resolve("grpc.mp4")).hasBinaryContent(clip);
    remove("grpc.mp4");
  }

  @Test
  void isNotBlockedByCallsThatOnlyAnnounceAnUpload() throws Exception {
    List<TestCall<UploadVideoRequest, Video>> announced = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      announced.add(call());
      announced.get(i).send(opening("announced-" + i, "announced-" + i + ".mp4", 0));
    }
    await().until(() -> darkroom.get("/v1/uploads/announced-39").statusCode() == 200);

    assertThat(put("sent", "sent.mp4", null, clip).statusCode()).isEqualTo(200);

    announced.forEach(TestCall::close);
    remove("sent.mp4");
    for (int i = 0; i < 40; i++) {
      String path = "/v1/uploads/announced-" + i;
      await().until(() -> darkroom.delete(path).statusCode() != 409);
    }
  }

  @Test
  void reportsErrorsToGrpcCallers() {
    assertEnds(Code.INVALID_ARGUMENT, chunk(0, 10));
    assertEnds(Code.INVALID_ARGUMENT, opening("bad", "../x", 0));
    assertEnds(Code.ABORTED, opening("bad", "bad.mp4", 7));
    assertEnds(
        Code.INVALID_ARGUMENT, opening("bad", "bad.mp4", 0), chunk(0, clip.length), chunk(0, 1));
    assertThat(darkroom.delete("/v1/uploads/bad").statusCode()).isEqualTo(200);
    String id = UUID.randomUUID().toString();
    assertEnds(Code.ABORTED, opening(id, "short.mp4", 0), chunk(0, 10));
    assertThat(darkroom.json("/v1/uploads/" + id).path("offsetBytes").asInt()).isEqualTo(10);
    assertThat(darkroom.delete("/v1/uploads/" + id).statusCode()).isEqualTo(200);
    assertThat(darkroom.delete("/v1/uploads/" + id).statusCode()).isEqualTo(404);
  }

  private static void assertEnds(Code code, UploadVideoRequest... messages) {
    try (TestCall<UploadVideoRequest, Video> call = call()) {
      for (UploadVideoRequest message : messages) {
        call.send(message);
      }
      call.halfClose();
      assertThat(call.end().getCode()).as(call.end().toString()).isEqualTo(code);
    }
  }
}
