package io.darkroom.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.client.GatewayException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The job ended and started again under a running gateway. */
class JobOutageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Stack stack;

  @BeforeAll
  static void start() throws Exception {
    stack = Stack.start(Optional.empty(), false);
  }

  @AfterAll
  static void stop() throws Exception {
    stack.close();
  }

  @Test
  void theGatewayKnowsWithinTenSecondsAndComesBack() throws Exception {
    await().atMost(PATIENCE).until(JobOutageIT::ready);
    await()
        .atMost(PATIENCE)
        .until(() -> stack.gateway().get("healthz").at("/job").has("checkpointAgeMillis"));

    stack.local().stopJob();
    await().atMost(Duration.ofSeconds(10)).until(() -> !ready());
    await().atMost(PATIENCE).until(() -> dependency("job").path("state").asText().equals("down"));
    assertThat(dependency("job").path("lastError").asText()).startsWith("silent for");
    assertThat(dependency("kafka").path("state").asText()).isEqualTo("up");

    stack.local().startJob();
    await().atMost(PATIENCE).until(JobOutageIT::ready);
    assertThat(stack.gateway().get("healthz").at("/job/jobId").asText())
        .isEqualTo(stack.local().jobId());
  }

  private static boolean ready() {
    try {
      return stack.gateway().get("readyz").path("ready").asBoolean();
    } catch (GatewayException e) {
      return false;
    }
  }

  private static JsonNode dependency(String name) {
    return stack.gateway().get("healthz").path("dependencies").path(name);
  }
}
