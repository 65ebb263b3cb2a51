package io.darkroom.bench;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.util.EventLoopGroups;
import io.darkroom.frame.Encoding;
import io.darkroom.frame.Output;
import io.darkroom.image.ImageCodec;
import io.darkroom.operator.IdleScheduling;
import io.darkroom.v1.ImageProcessingServiceGrpc.ImageProcessingServiceFutureStub;
import io.darkroom.v1.ProcessImageRequest;
import io.darkroom.v1.ProcessImageResponse;
import io.grpc.Status;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Sends many ProcessImage calls at once, each with a large image and a long chain. */
final class SlowCallBurst implements AutoCloseable {

  private static final int MAX_MESSAGE_BYTES = 64 << 20;

  /** Runs at idle priority, so that sending does not compete with the measured stream for CPU. */
  private final EventLoopGroup sender =
      EventLoopGroups.newEventLoopGroup(1, SlowCallBurst::senderThread);

  private final ClientFactory client = ClientFactory.builder().workerGroup(sender, true).build();
  private final ImageProcessingServiceFutureStub images;
  private final ProcessImageRequest request;
  private final int calls;
  private final CountDownLatch ended;
  private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();

  SlowCallBurst(String url, int calls, int side, String chain) {
    this.images =
        GrpcClients.builder("gproto+" + url)
            .factory(client)
            .responseTimeoutMillis(TimeUnit.MINUTES.toMillis(1))
            .maxResponseLength(MAX_MESSAGE_BYTES)
            .build(ImageProcessingServiceFutureStub.class);
    this.calls = calls;
    this.ended = new CountDownLatch(calls);
    this.request = ProcessImageRequest.newBuilder().setImage(image(side)).setChain(chain).build();
  }

  private static Thread senderThread(Runnable events) {
    return new DefaultThreadFactory("slow-calls", true)
        .newThread(
            () -> {
              IdleScheduling.enter();
              events.run();
            });
  }

  /** A plain image: few bytes, many pixels. */
  private static ByteString image(int side) {
    try (ImageCodec codec = new ImageCodec();
        Mat mat = new Mat(side, side, opencv_core.CV_8UC3, new Scalar(40, 90, 160, 0))) {
      return UnsafeByteOperations.unsafeWrap(
          codec.encode(mat, new Output(Encoding.PNG, 90, 1)).toByteArray());
    }
  }

  int imageBytes() {
    return request.getImage().size();
  }

  /** Starts to send the calls; returns immediately. */
  void start() {
    sender.execute(this::send);
  }

  private void send() {
    for (int i = 0; i < calls; i++) {
      Futures.addCallback(
          images.processImage(request), new Outcome(), MoreExecutors.directExecutor());
    }
  }

  /** Waits for all calls; returns the number of calls per outcome. */
  String outcomes() throws InterruptedException {
    ended.await(1, TimeUnit.MINUTES);
    return outcomes.toString();
  }

  @Override
  public void close() {
    client.close();
  }

  private void end(String outcome) {
    outcomes.computeIfAbsent(outcome, key -> new LongAdder()).increment();
    ended.countDown();
  }

  private final class Outcome implements FutureCallback<ProcessImageResponse> {
    @Override
    public void onSuccess(ProcessImageResponse answer) {
      end("answered");
    }

    @Override
    public void onFailure(Throwable cause) {
      end(Status.fromThrowable(cause).getCode().name());
    }
  }
}
