package io.darkroom.gateway.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients such as grpcurl can list the services of the gateway. */
@Tag("slow")
class ReflectionTest {

  @Test
  void listsItsServicesInBothVersions() throws Exception {
    try (Darkroom darkroom = Darkroom.withoutJob(Broker.shared())) {
      ManagedChannel channel =
          NettyChannelBuilder.forAddress("localhost", darkroom.gateway.port())
              .usePlaintext()
              .build();
      try {
        assertThat(servicesByV1(channel)).contains("darkroom.v1.StreamService");
        assertThat(servicesByV1Alpha(channel)).contains("darkroom.v1.StreamService");
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static List<String> servicesByV1(ManagedChannel channel) throws Exception {
    Answer<io.grpc.reflection.v1.ServerReflectionResponse> answer = new Answer<>();
    StreamObserver<io.grpc.reflection.v1.ServerReflectionRequest> questions =
        io.grpc.reflection.v1.ServerReflectionGrpc.newStub(channel).serverReflectionInfo(answer);
    questions.onNext(
        io.grpc.reflection.v1.ServerReflectionRequest.newBuilder().setListServices("").build());
    questions.onCompleted();
    return answer.names(
        response ->
            response.getListServicesResponse().getServiceList().stream()
                .map(io.grpc.reflection.v1.ServiceResponse::getName)
                .toList());
  }

  private static List<String> servicesByV1Alpha(ManagedChannel channel) throws Exception {
    Answer<io.grpc.reflection.v1alpha.ServerReflectionResponse> answer = new Answer<>();
    StreamObserver<io.grpc.reflection.v1alpha.ServerReflectionRequest> questions =
        io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
            .serverReflectionInfo(answer);
    questions.onNext(
        io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
            .setListServices("")
            .build());
    questions.onCompleted();
    return answer.names(
        response ->
            response.getListServicesResponse().getServiceList().stream()
                .map(io.grpc.reflection.v1alpha.ServiceResponse::getName)
                .toList());
  }

  private static final class Answer<T> implements StreamObserver<T> {

    private final CompletableFuture<T> first = new CompletableFuture<>();

    List<String> names(Function<T, List<String>> read) throws Exception {
      return read.apply(first.get(20, TimeUnit.SECONDS));
    }

    @Override
    public void onNext(T value) {
      first.complete(value);
    }

    @Override
    public void onError(Throwable failure) {
      first.completeExceptionally(failure);
    }

    @Override
    public void onCompleted() {
      first.completeExceptionally(new IllegalStateException("no answer"));
    }
  }
}
