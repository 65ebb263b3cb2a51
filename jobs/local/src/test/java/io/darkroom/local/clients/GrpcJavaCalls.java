package io.darkroom.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.darkroom.v1.DeletePipelineRequest;
import io.darkroom.v1.Encoding;
import io.darkroom.v1.Frame;
import io.darkroom.v1.GetPipelineRequest;
import io.darkroom.v1.GetStreamRequest;
import io.darkroom.v1.ImageProcessingServiceGrpc;
import io.darkroom.v1.InputFrame;
import io.darkroom.v1.ListFiltersRequest;
import io.darkroom.v1.Pipeline;
import io.darkroom.v1.PipelineServiceGrpc;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessingSettings;
import io.darkroom.v1.PublishFramesResponse;
import io.darkroom.v1.PutPipelineRequest;
import io.darkroom.v1.StreamProcessVideoRequest;
import io.darkroom.v1.StreamProcessVideoResponse;
import io.darkroom.v1.StreamServiceGrpc;
import io.darkroom.v1.UploadStart;
import io.darkroom.v1.UploadVideoRequest;
import io.darkroom.v1.Video;
import io.darkroom.v1.VideoServiceGrpc;
import io.darkroom.v1.WatchFramesRequest;
import io.darkroom.v1.WatchFramesResponse;
import io.darkroom.v1.WatchStreamsRequest;
import io.darkroom.v1.WatchStreamsResponse;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The calls with grpc-java, on a stack with the demo's streams. */
public abstract class GrpcJavaCalls {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private ManagedChannel channel;
  private ImageProcessingServiceGrpc.ImageProcessingServiceBlockingStub images;
  private PipelineServiceGrpc.PipelineServiceBlockingStub pipelines;
  private StreamServiceGrpc.StreamServiceBlockingStub streams;

  protected abstract URI gateway();

  protected abstract byte[] picture();

  @BeforeEach
  void connect() {
    channel =
        ManagedChannelBuilder.forAddress(gateway().getHost(), gateway().getPort())
            .usePlaintext()
            .build();
    images = ImageProcessingServiceGrpc.newBlockingStub(channel);
    pipelines = PipelineServiceGrpc.newBlockingStub(channel);
    streams = StreamServiceGrpc.newBlockingStub(channel);
  }

  @AfterEach
  void disconnect() throws InterruptedException {
    assertThat(channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void makesUnaryCalls() {
    assertThat(images.listFilters(ListFiltersRequest.getDefaultInstance()).getFiltersList())
        .anyMatch(filter -> filter.getId().equals("grayscale"));
    assertThat(images.processImage(request("grayscale | invert")).getProcessing().getFiltersList())
        .hasSize(2);
  }

  @Test
  void putsGetsAndDeletesAPipeline() {
    String id = pipeline("calls", "invert");
    GetPipelineRequest get = GetPipelineRequest.newBuilder().setPipelineId(id).build();
    assertThat(pipelines.getPipeline(get).getChain()).isEqualTo("invert");
    delete(id);
    assertThatThrownBy(() -> pipelines.getPipeline(get))
        .satisfies(e -> requireReason(e, Status.Code.NOT_FOUND, "NOT_FOUND"));
  }

  @Test
  void errorsHaveACodeAndAField() {
    assertThatThrownBy(() -> images.processImage(request("no_such_filter")))
        .hasMessageContaining("no_such_filter")
        .satisfies(e -> requireReason(e, Status.Code.INVALID_ARGUMENT, "INVALID_CHAIN"));
    ProcessImageRequest bad = request("invert").toBuilder().setQuality(101).build();
    assertThatThrownBy(() -> images.processImage(bad))
        .satisfies(e -> requireReason(e, Status.Code.INVALID_ARGUMENT, "INVALID_ARGUMENT"))
        .satisfies(
            e ->
                assertThat(detail(e, BadRequest.class).getFieldViolations(0).getField())
                    .isEqualTo("quality"));
  }

  @Test
  void appliesDeadlinesToUnaryAndStreamingCalls() {
    assertThatThrownBy(
            () ->
                images.withDeadlineAfter(1, TimeUnit.MILLISECONDS).processImage(request("invert")))
        .satisfies(e -> requireCode(e, Status.Code.DEADLINE_EXCEEDED));
    Iterator<WatchStreamsResponse> endless =
        streams
            .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
            .watchStreams(WatchStreamsRequest.getDefaultInstance());
    assertThatThrownBy(() -> endless.forEachRemaining(response -> {}))
        .satisfies(e -> requireCode(e, Status.Code.DEADLINE_EXCEEDED));
  }

  @Test
  void endsAWatchWhenItsCallerCancels() {
    String id = pipeline("camera", "invert");
    Context.CancellableContext leaving = Context.current().withCancellation();
    leaving.run(
        () -> {
          Iterator<WatchFramesResponse> frames =
              streams.watchFrames(WatchFramesRequest.newBuilder().setPipelineId(id).build());
          assertThat(frames.next().getFrame().getImage()).isNotEmpty();
          assertThat(subscribers(id)).isEqualTo(1);
        });
    leaving.cancel(null);
    await().atMost(TIMEOUT).until(() -> subscribers(id) == 0);
    delete(id);
  }

  @Test
  void sendsAClientStream() {
    StreamReplies<PublishFramesResponse> replies = new StreamReplies<>();
    StreamObserver<Frame> call = StreamServiceGrpc.newStub(channel).publishFrames(replies);
    String streamId = "calls-" + UUID.randomUUID();
    IntStream.range(0, 5).forEach(n -> call.onNext(frame(streamId, n)));
    call.onCompleted();
    assertThat(replies.all().get(0).getFrames()).isEqualTo(5);
  }

  @Test
  void reportsTheErrorOfAClientStream() {
    StreamReplies<Video> replies = new StreamReplies<>();
    StreamObserver<UploadVideoRequest> call =
        VideoServiceGrpc.newStub(channel).uploadVideo(replies);
    String name = UUID.randomUUID() + ".mp4";
    UploadStart start =
        UploadStart.newBuilder().setUploadId(name).setName(name).setTotalBytes(4).build();
    call.onNext(UploadVideoRequest.newBuilder().setStart(start).build());
    call.onNext(UploadVideoRequest.newBuilder().setChunk(ByteString.copyFromUtf8("text")).build());
    call.onCompleted();
    assertThatThrownBy(replies::all)
        .satisfies(e -> requireReason(e, Status.Code.INVALID_ARGUMENT, "INVALID_VIDEO"));
  }

  @Test
  void changesTheSettingsOfABidirectionalStream() {
    StreamReplies<StreamProcessVideoResponse> replies = new StreamReplies<>();
    StreamObserver<StreamProcessVideoRequest> call = processVideo(replies);
    call.onNext(settings("invert"));
    LongStream.range(0, 5).forEach(tag -> call.onNext(input(tag)));
    call.onNext(settings("grayscale | sobel"));
    LongStream.range(5, 10).forEach(tag -> call.onNext(input(tag)));
    call.onCompleted();
    List<StreamProcessVideoResponse> results = replies.all();
    assertThat(results)
        .extracting(StreamProcessVideoResponse::getTag)
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(results)
        .extracting(result -> result.getProcessed().getProcessing().getFiltersCount())
        .containsExactly(1, 1, 1, 1, 1, 2, 2, 2, 2, 2);
  }

  @Test
  void endsABidirectionalStreamOnABadChain() {
    StreamReplies<StreamProcessVideoResponse> replies = new StreamReplies<>();
    processVideo(replies).onNext(settings("no_such_filter"));
    assertThatThrownBy(replies::all)
        .satisfies(e -> requireReason(e, Status.Code.INVALID_ARGUMENT, "INVALID_CHAIN"));
  }

  private StreamObserver<StreamProcessVideoRequest> processVideo(
      StreamObserver<StreamProcessVideoResponse> replies) {
    return ImageProcessingServiceGrpc.newStub(channel).streamProcessVideo(replies);
  }

  private ProcessImageRequest request(String chain) {
    return ProcessImageRequest.newBuilder()
        .setImage(ByteString.copyFrom(picture()))
        .setChain(chain)
        .build();
  }

  private static StreamProcessVideoRequest settings(String chain) {
    return StreamProcessVideoRequest.newBuilder()
        .setSettings(ProcessingSettings.newBuilder().setChain(chain))
        .build();
  }

  private StreamProcessVideoRequest input(long tag) {
    return StreamProcessVideoRequest.newBuilder()
        .setFrame(InputFrame.newBuilder().setImage(ByteString.copyFrom(picture())).setTag(tag))
        .build();
  }

  private Frame frame(String streamId, long sequence) {
    return Frame.newBuilder()
        .setStreamId(streamId)
        .setEpoch(1)
        .setSequence(sequence)
        .setEncoding(Encoding.ENCODING_JPEG)
        .setImage(ByteString.copyFrom(picture()))
        .build();
  }

  private String pipeline(String streamId, String chain) {
    String id = "calls-" + UUID.randomUUID();
    pipelines.putPipeline(
        PutPipelineRequest.newBuilder()
            .setPipeline(
                Pipeline.newBuilder().setPipelineId(id).setStreamId(streamId).setChain(chain))
            .build());
    return id;
  }

  private void delete(String pipelineId) {
    pipelines.deletePipeline(DeletePipelineRequest.newBuilder().setPipelineId(pipelineId).build());
  }

  private int subscribers(String pipelineId) {
    return streams
        .getStream(GetStreamRequest.newBuilder().setStreamId("camera").build())
        .getPipelinesList()
        .stream()
        .filter(pipeline -> pipeline.getPipelineId().equals(pipelineId))
        .mapToInt(PipelineStatus::getSubscribers)
        .sum();
  }

  private static void requireReason(Throwable failure, Status.Code code, String reason) {
    requireCode(failure, code);
    assertThat(detail(failure, ErrorInfo.class).getReason()).isEqualTo(reason);
  }

  private static void requireCode(Throwable failure, Status.Code code) {
    assertThat(failure).isInstanceOf(StatusRuntimeException.class);
    assertThat(Status.fromThrowable(failure).getCode()).isEqualTo(code);
  }

  private static <T extends com.google.protobuf.Message> T detail(
      Throwable failure, Class<T> type) {
    return StatusProto.fromThrowable(failure).getDetailsList().stream()
        .filter(any -> any.is(type))
        .map(any -> unpack(any, type))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + type.getSimpleName(), failure));
  }

  private static <T extends com.google.protobuf.Message> T unpack(
      com.google.protobuf.Any any, Class<T> type) {
    try {
      return any.unpack(type);
    } catch (com.google.protobuf.InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
