package io.darkroom.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.darkroom.v1.Frame;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.PipelineServiceGrpc;
import io.darkroom.v1.PublishFramesResponse;
import io.darkroom.v1.PutPipelineRequest;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.TraceContext;
import io.darkroom.v1.WatchFramesRequest;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateway and job forward unknown fields of frames, and ignore other unknown fields. */
public abstract class UnknownFields {

  private static final UnknownFieldSet LATER =
      UnknownFieldSet.newBuilder()
          .addField(
              2_000,
              UnknownFieldSet.Field.newBuilder()
                  .addLengthDelimited(ByteString.copyFromUtf8("of later"))
                  .addVarint(7)
                  .build())
          .build();

  private final String name = "unknown-" + UUID.randomUUID();
  private ManagedChannel channel;

  protected abstract URI gateway();

  protected abstract String bootstrapServers();

  protected abstract byte[] picture();

  @BeforeEach
  void connect() {
    channel =
        ManagedChannelBuilder.forAddress(gateway().getHost(), gateway().getPort())
            .usePlaintext()
            .build();
    Pipeline pipeline =
        Pipeline.newBuilder()
            .setPipelineId(name)
            .setStreamId(name)
            .setChain("grayscale")
            .setUnknownFields(LATER)
            .build();
    PipelineServiceGrpc.newBlockingStub(channel)
        .putPipeline(
            PutPipelineRequest.newBuilder().setPipeline(pipeline).setUnknownFields(LATER).build());
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    assertThat(channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void areForwardedForFramesFromTheGateway() {
    StreamReplies<PublishFramesResponse> replies = new StreamReplies<>();
    StreamObserver<Frame> call = StreamServiceGrpc.newStub(channel).publishFrames(replies);
    call.onNext(frame());
    call.onCompleted();
    assertThat(replies.all().get(0).getRejectsMap()).isEmpty();
    requireProcessed();
  }

  @Test
  void areForwardedForFramesFromKafka() {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("darkroom.frames", name, frame().toByteArray()));
      producer.flush();
    }
    requireProcessed();
  }

  private Frame frame() {
    return Frame.newBuilder()
        .setStreamId(name)
        .setImage(ByteString.copyFrom(picture()))
        .setTrace(TraceContext.newBuilder().setUnknownFields(LATER))
        .setUnknownFields(LATER)
        .putAttributes("site", "north gate")
        .build();
  }

  private void requireProcessed() {
    Frame result =
        StreamServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .watchFrames(WatchFramesRequest.newBuilder().setPipelineId(name).build())
            .next()
            .getFrame();
    assertThat(result.getProcessing().getFilters(0).getFilterId()).isEqualTo("grayscale");
    assertThat(result.getUnknownFields()).isEqualTo(LATER);
    assertThat(result.getAttributesMap()).containsExactly(entry("site", "north gate"));
  }
}
