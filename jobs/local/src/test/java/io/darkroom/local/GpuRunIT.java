package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import io.darkroom.frame.Frame;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job on a GPU that Flink assigns, with a plugin, in TaskManagers that run as separate
 * processes. The GPU is the stand-in; everything above the driver is real.
 */
class GpuRunIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final int GPU_LOST = 75;
  private static final String GPU_SETTINGS =
      """
      external-resources: gpu
      external-resource.gpu.amount: 1
      external-resource.gpu.driver-factory.class: io.darkroom.gpu.GpuResourceFactory
      external-resource.gpu.param.uuids: GPU-00000000-0000-0000-0000-000000000001
      classloader.parent-first-patterns.additional: jcuda.;org.bytedeco.;io.darkroom.cuda.device.
      """;

  @TempDir private Path folder;
  private GatewayClient client;

  @Test
  void runsTwiceOnOneTaskManagersGpuAndLosesNoFrameWithTheGpu() throws Exception {
    Path standIn = StandInDriver.folder(folder.resolve("standin"));
    Path flinkFolder = folder.resolve("flink");
    copy(
        "gpu-resource/target/darkroom-gpu-resource.jar",
        FlinkProcesses.plugins(flinkFolder).resolve("gpu"));
    Path plugins = makePlugins();
    Map<String, String> environment = Map.of("LD_LIBRARY_PATH", standIn.toString());
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Gateway gateway =
            Gateway.start(GatewayConfig.of(broker.bootstrapServers(), "localhost", 0));
        FlinkProcesses flink = new FlinkProcesses(flinkFolder, 2, GPU_SETTINGS, environment)) {
      client = new GatewayClient("http://localhost:" + gateway.port());
      Process taskManager =
          flink.startTaskManager("taskmanager-1", Map.of("STANDIN_FAIL_KERNEL", "flip_mirror"));
      String[] options = {
        "--bootstrap-servers",
        broker.bootstrapServers(),
        "--parallelism",
        "2",
        "--engine",
        "cuda",
        "--on-gpu-fault",
        "exit",
        "--plugins",
        plugins.toString()
      };
      String first = flink.run(options);
      awaitJob(first);
      requireGpuResults();
      flink.cancel(first);
      String second = flink.run(options);
      awaitJob(second);
      requireGpuResults();
      requireEngineAndPluginsInHealth();

      loseTheGpu(taskManager, flink);
    }
  }

  private Path makePlugins() throws Exception {
    Path plugins = folder.resolve("plugins");
    copy("../operators/example-plugin/target/darkroom-example-plugin.jar", plugins);
    Files.writeString(plugins.resolve("broken.jar"), "not a jar");
    return plugins;
  }

  private static void copy(String jar, Path into) throws Exception {
    Path source = Path.of("..").resolve(jar);
    Files.createDirectories(into);
    Files.copy(source, into.resolve(source.getFileName()));
  }

  private void awaitJob(String jobId) {
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(GatewayException.class)
        .until(() -> jobId.equals(client.get("v1/filters").at("/job/jobId").asText()));
    awaitFirstAnswer();
  }

  /** The tasks of a job start one by one, and the first request loads the libraries. */
  private void awaitFirstAnswer() {
    byte[] png = TestPictures.png(33, 17, 1);
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(GatewayException.class)
        .until(() -> client.process(png, Map.of("chain", "invert")).statusCode() == 200);
  }

  private void requireGpuResults() {
    byte[] png = TestPictures.png(33, 17, 1);
    for (String chain :
        List.of("invert", "gaussian_blur(sigma=2) | canny", "scanlines(period=2) | median_blur")) {
      HttpResponse<byte[]> onGpu = client.process(png, Map.of("chain", chain));
      HttpResponse<byte[]> onCpu =
          client.process(png, Map.of("chain", chain, "accelerator", "cpu"));

      assertThat(onGpu.headers().firstValue("darkroom-accelerator").orElseThrow())
          .startsWith("cuda:");
      assertThat(onCpu.headers().firstValue("darkroom-accelerator")).hasValue("cpu");
      assertThat(onGpu.body()).isEqualTo(onCpu.body());
    }
  }

  private void requireEngineAndPluginsInHealth() {
    JsonNode health = client.get("healthz");
    assertThat(health.at("/job/engine").asText()).startsWith("cuda:");
    assertThat(health.at("/plugins"))
        .extracting(plugin -> plugin.path("jar").asText())
        .containsExactly("broken.jar", "darkroom-example-plugin.jar");
    assertThat(health.at("/plugins/0/problem").asText()).contains("It was not loaded");
    assertThat(health.at("/plugins/1/filters/0").asText()).isEqualTo("scanlines");
  }

  /** The kernel fails in the first TaskManager only, which exits; the second continues. */
  private void loseTheGpu(Process taskManager, FlinkProcesses flink) throws Exception {
    client.put(
        "v1/pipelines/lost",
        JsonNodeFactory.instance.objectNode().put("streamId", "lost").put("chain", "flip"));
    byte[] jpeg = TestPictures.jpeg(64, 48, 1);
    int frames = 20;
    List<Frame> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber = client.subscribe("lost", received::add);
        StreamPublisher publisher = client.publish("lost")) {
      for (int i = 0; i < frames; i++) {
        publisher.send(jpeg).join();
      }
      assertThat(taskManager.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(taskManager.exitValue()).isEqualTo(GPU_LOST);
      flink.startTaskManager("taskmanager-2");
      await()
          .atMost(TIMEOUT)
          .until(
              () ->
                  new TreeSet<>(received.stream().map(Frame::sequence).toList()).size() == frames);
    }
    assertThat(received.stream().map(Frame::sequence))
        .containsExactlyElementsOf(LongStream.range(0, frames).boxed().toList());
    assertThat(received)
        .allSatisfy(
            frame ->
                assertThat(frame.processing().orElseThrow().accelerator()).startsWith("cuda:"));
  }
}
