package io.darkroom.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** Simulates users, including invalid requests, until it is closed. */
final class Traffic implements AutoCloseable {

  private static final long PERIOD_MILLIS = 200;
  private static final String SLOW = "/v1/pipelines/gpu/frames?ack=2";

  private final GatewayClient gateway;
  private final byte[] picture = picture();
  private final StreamPublisher publisher;
  private final PipelineSubscriber viewer;
  private final WebSocket rawViewer;
  private final String url;
  private volatile WebSocket slowViewer;
  private final ScheduledExecutorService users = Executors.newSingleThreadScheduledExecutor();

  private Traffic(String url) throws IOException {
    this.url = url;
    gateway = new GatewayClient(url);
    gateway.put("v1/pipelines/gpu", pipeline("camera", "grayscale | gaussian_blur", "auto"));
    gateway.put("v1/pipelines/cpu", pipeline("camera", "invert", "cpu"));
    gateway.put("v1/sources/bars", source("test:testsrc2=size=64x48:rate=10"));
    gateway.put("v1/sources/away", source("http://localhost:1/none.m3u8"));
    publisher = gateway.publish("mine");
    viewer = gateway.subscribe("gpu", frame -> {});
    watch(url + "/v1/streams/camera/frames?ack=none").abort();
    rawViewer = watch(url + "/v1/streams/camera/frames?ack=none");
    slowViewer = watch(url + SLOW);
  }

  private static WebSocket watch(String url) {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(URI.create(url.replaceFirst("^http", "ws")), new WebSocket.Listener() {})
        .join();
  }

  /** The slow viewer never acknowledges, so the gateway closes it from time to time. */
  private void reconnectSlowViewer() {
    if (slowViewer.isInputClosed()) {
      slowViewer = watch(url + SLOW);
    }
  }

  static Traffic start(String url) throws IOException {
    Traffic traffic = new Traffic(url);
    traffic.users.scheduleWithFixedDelay(traffic::round, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return traffic;
  }

  private void round() {
    mayBeRefused(this::reconnectSlowViewer);
    mayBeRefused(() -> publisher.send(picture).join());
    mayBeRefused(() -> publisher.send(new byte[] {(byte) 0xff, (byte) 0xd8, 1}).join());
    mayBeRefused(() -> gateway.process(picture, Map.of("chain", "invert")));
    mayBeRefused(() -> gateway.process(picture, Map.of("chain", "no_such_filter")));
    mayBeRefused(() -> gateway.process(new byte[100], Map.of("chain", "invert")));
    mayBeRefused(() -> gateway.get("v1/pipelines/missing"));
  }

  private static void mayBeRefused(Runnable call) {
    try {
      call.run();
    } catch (GatewayException | CompletionException e) {
      // Half of the calls are invalid on purpose.
    }
  }

  private static ObjectNode pipeline(String stream, String chain, String accelerator) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("streamId", stream)
        .put("chain", chain)
        .put("accelerator", accelerator);
  }

  private static ObjectNode source(String uri) {
    return JsonNodeFactory.instance.objectNode().put("uri", uri);
  }

  private static byte[] picture() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_3BYTE_BGR), "jpg", out);
    return out.toByteArray();
  }

  @Override
  public void close() throws InterruptedException {
    users.shutdownNow();
    users.awaitTermination(10, TimeUnit.SECONDS);
    viewer.close();
    rawViewer.abort();
    slowViewer.abort();
    publisher.close();
  }
}
