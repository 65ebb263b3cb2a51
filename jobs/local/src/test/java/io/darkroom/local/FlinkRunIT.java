package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.client.PipelineSubscriber;
import io.darkroom.client.StreamPublisher;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.v1.StreamReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Submits the job's jar with {@code flink run} to a real cluster of JVMs. */
class FlinkRunIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final int FRAMES = 120;

  @TempDir private Path folder;

  @Test
  void runsTwiceInOneTaskManagerAndLosesNoFrameWhenItIsKilled() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Gateway gateway =
            Gateway.start(GatewayConfig.of(broker.bootstrapServers(), "localhost", 0));
        FlinkProcesses flink = new FlinkProcesses(folder.resolve("flink"), 2)) {
      GatewayClient client = new GatewayClient("http://localhost:" + gateway.port());
      Process taskManager = flink.startTaskManager("taskmanager-1");
      String[] options = {
        "--bootstrap-servers", broker.bootstrapServers(), "--parallelism", "2", "--engine", "cpu"
      };

      String first = flink.run(options);
      awaitAnswer(client);
      flink.cancel(first);
      String second = flink.run(options);
      assertThat(second).isNotEqualTo(first);
      await()
          .atMost(TIMEOUT)
          .ignoreExceptionsInstanceOf(GatewayException.class)
          .until(() -> second.equals(jobOf(client)));
      awaitAnswer(client);

      killWhilePublishing(taskManager, flink, client);
      assertThatEachFrameWasCountedOnce(broker.bootstrapServers());
    }
  }

  private void killWhilePublishing(Process taskManager, FlinkProcesses flink, GatewayClient client)
      throws Exception {
    client.put(
        "v1/pipelines/kill",
        JsonNodeFactory.instance.objectNode().put("streamId", "kill").put("chain", "invert"));
    byte[] jpeg = TestPictures.jpeg(64, 48, 1);
    List<Long> received = new CopyOnWriteArrayList<>();
    try (PipelineSubscriber subscriber =
            client.subscribe("kill", frame -> received.add(frame.sequence()));
        StreamPublisher publisher = client.publish("kill")) {
      for (int i = 0; i < FRAMES; i++) {
        publisher.send(jpeg).join();
        if (i == FRAMES / 2) {
          taskManager.destroyForcibly().waitFor();
          flink.startTaskManager("taskmanager-2");
        }
      }
      await().atMost(TIMEOUT).until(() -> new TreeSet<>(received).size() == FRAMES);
    }
    assertThat(received).containsExactlyElementsOf(LongStream.range(0, FRAMES).boxed().toList());
  }

  /** The status of the stream says so too, with where its newest result is. */
  private static void assertThatEachFrameWasCountedOnce(String bootstrapServers) {
    try (StreamStatusReader status = new StreamStatusReader(bootstrapServers, "kill")) {
      await()
          .atMost(TIMEOUT)
          .until(() -> status.last().getFrames() > 0 && !status.last().getLive());
      StreamReport last = status.last();
      assertThat(last.getFrames()).isEqualTo(FRAMES);
      assertThat(last.getMissing()).isZero();
      assertThat(last.getPipelines(0).getFrames()).isEqualTo(FRAMES);
      await().atMost(TIMEOUT).until(() -> status.last().getPipelines(0).hasNewestResult());
    }
  }

  private static void awaitAnswer(GatewayClient client) {
    byte[] png = TestPictures.png(16, 16, 1);
    await()
        .atMost(TIMEOUT)
        .ignoreExceptionsInstanceOf(GatewayException.class)
        .until(() -> client.process(png, Map.of("chain", "invert")).statusCode() == 200);
  }

  private static String jobOf(GatewayClient client) {
    return client.get("v1/filters").path("job").path("jobId").asText();
  }
}
