package io.darkroom.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.darkroom.v1.DeletePipelineRequest;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.PipelineServiceGrpc.PipelineServiceBlockingStub;
import io.darkroom.v1.PublishFrameRequest;
import io.darkroom.v1.PutPipelineRequest;
import io.darkroom.v1.StreamServiceGrpc.StreamServiceBlockingStub;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.grpc.Status;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Calls over gRPC-Web with Armeria's client. */
public abstract class GrpcWebJavaCalls {

  protected abstract URI gateway();

  protected abstract byte[] picture();

  @Test
  void makesUnaryCallsReceivesAStreamAndAnError() {
    String id = "calls-" + UUID.randomUUID();
    PipelineServiceBlockingStub pipelines = client(PipelineServiceBlockingStub.class);
    StreamServiceBlockingStub streams = client(StreamServiceBlockingStub.class);
    pipelines.putPipeline(
        PutPipelineRequest.newBuilder()
            .setPipeline(
                Pipeline.newBuilder().setPipelineId(id).setStreamId(id).setChain("grayscale"))
            .build());
    streams.publishFrame(
        PublishFrameRequest.newBuilder()
            .setStreamId(id)
            .setImage(ByteString.copyFrom(picture()))
            .build());
    WatchFramesResponse first =
        streams
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .watchFrames(WatchFramesRequest.newBuilder().setPipelineId(id).build())
            .next();
    assertThat(first.getFrame().getProcessing().getFilters(0).getFilterId()).isEqualTo("grayscale");
    DeletePipelineRequest delete = DeletePipelineRequest.newBuilder().setPipelineId(id).build();
    pipelines.deletePipeline(delete);
    assertThatThrownBy(() -> pipelines.deletePipeline(delete))
        .satisfies(
            e -> assertThat(Status.fromThrowable(e).getCode()).isEqualTo(Status.Code.NOT_FOUND));
  }

  private <T> T client(Class<T> type) {
    return GrpcClients.newClient("gproto-web+" + gateway(), type);
  }
}
