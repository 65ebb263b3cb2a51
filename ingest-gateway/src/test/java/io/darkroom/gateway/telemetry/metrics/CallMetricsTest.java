package io.darkroom.gateway.telemetry.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.Server;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class CallMetricsTest {

  private final GatewayMetrics metrics = new GatewayMetrics(100);
  private Server server;
  private WebClient client;

  @BeforeEach
  void serve() {
    server =
        Server.builder()
            .service("/v1/things/{id}", (ctx, req) -> HttpResponse.of(HttpStatus.OK))
            .service("/v1/late", (ctx, req) -> HttpResponse.of(HttpStatus.GATEWAY_TIMEOUT))
            .accessLogWriter(new CallMetrics(metrics), false)
            .build();
    server.start().join();
    client = WebClient.of("http://127.0.0.1:" + server.activeLocalPort());
  }

  @AfterEach
  void stop() {
    server.stop().join();
  }

  @Test
  void labelsCallsWithThePatternOfTheirPath() {
    client.get("/v1/things/7").aggregate().join();
    client.get("/v1/things/8").aggregate().join();
    await()
        .untilAsserted(
            () ->
                assertThat(series("darkroom_gateway_request_duration_seconds_count"))
                    .singleElement()
                    .asString()
                    .contains("handler=\"/v1/things/{id}\"", "method=\"GET\"", "status=\"200\"")
                    .endsWith(" 2"));
    assertThat(series("darkroom_gateway_request_errors_total")).isEmpty();
  }

  @Test
  void countsFailuresByTheirErrorCode() {
    client.get("/v1/late").aggregate().join();
    await()
        .untilAsserted(
            () ->
                assertThat(series("darkroom_gateway_request_errors_total"))
                    .singleElement()
                    .asString()
                    .contains("code=\"TIMEOUT\"", "handler=\"/v1/late\""));
  }

  private Stream<String> series(String name) {
    return metrics.registry().scrape().lines().filter(line -> line.startsWith(name + "{"));
  }
}
