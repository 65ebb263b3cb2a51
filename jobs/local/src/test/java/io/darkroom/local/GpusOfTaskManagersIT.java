package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayClient;
import io.darkroom.client.GatewayException;
import io.darkroom.gateway.Gateway;
import io.darkroom.gateway.config.GatewayConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The status of a job that uses another GPU in each of two TaskManagers, which run as separate
 * processes. The GPUs are the stand-in; everything above the driver is real.
 */
class GpusOfTaskManagersIT {

  private static final String UUID = "00000000-0000-0000-0000-00000000000";
  private static final Map<String, String> SECOND_GPU =
      Map.of("STANDIN_DEVICES", "2", "STANDIN_REVERSED", "1");

  @TempDir private Path folder;

  @Test
  void areAllPartOfTheStatusOfTheJob() throws Exception {
    Path standIn = StandInDriver.folder(folder.resolve("standin"));
    Map<String, String> environment = Map.of("LD_LIBRARY_PATH", standIn.toString());
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Gateway gateway =
            Gateway.start(GatewayConfig.of(broker.bootstrapServers(), "localhost", 0));
        FlinkProcesses flink = new FlinkProcesses(folder.resolve("flink"), 1, "", environment)) {
      GatewayClient client = new GatewayClient("http://localhost:" + gateway.port());
      flink.startTaskManager("taskmanager-1");
      flink.startTaskManager("taskmanager-2", SECOND_GPU);
      flink.run(
          "--bootstrap-servers",
          broker.bootstrapServers(),
          "--parallelism",
          "2",
          "--engine",
          "cuda",
          "--gpus",
          "all");
      await()
          .atMost(Duration.ofSeconds(120))
          .ignoreExceptionsInstanceOf(GatewayException.class)
          .untilAsserted(
              () ->
                  assertThat(client.get("v1/system").at("/job/deviceStatus"))
                      .extracting((JsonNode device) -> device.path("uuid").asText())
                      .containsExactly(UUID + 1, UUID + 2));
    }
  }
}
