package io.darkroom.gateway.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.BlockingWebClient;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.Server;
import io.darkroom.telemetry.log.CorrelationId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class CorrelatedTest {

  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.builder()
            .http(0)
            .service(
                "/echo",
                (ctx, req) ->
                    HttpResponse.of(
                        req.headers().get("baggage") + " " + MDC.get(CorrelationId.FIELD)))
            .decorator(Correlated::new)
            .accessLogWriter(new AccessLog(), false)
            .build();
    server.start().join();
  }

  @AfterAll
  static void stop() {
    server.stop().join();
  }

  @Test
  void addsTheCallersIdToTheResponseTheBaggageAndTheLogLines() {
    AggregatedHttpResponse answer = get("my:id-1", "tenant=x");

    assertThat(answer.headers().get(CorrelationId.HEADER)).isEqualTo("my:id-1");
    assertThat(answer.contentUtf8()).isEqualTo("tenant=x,correlation_id=my:id-1 my:id-1");
  }

  @Test
  void takesTheIdFromTheBaggage() {
    assertThat(get("", "correlation_id=b1").headers().get(CorrelationId.HEADER)).isEqualTo("b1");
  }

  @Test
  void replacesAnInvalidId() {
    String id = get("not an id", "").headers().get(CorrelationId.HEADER);

    assertThat(id).isNotEqualTo("not an id").matches(CorrelationId::valid);
  }

  @Test
  void givesEachCallWithoutAnIdItsOwn() {
    String first = get("", "").headers().get(CorrelationId.HEADER);
    String second = get("", "").headers().get(CorrelationId.HEADER);

    assertThat(first).isNotEqualTo(second).matches(CorrelationId::valid);
  }

  private static AggregatedHttpResponse get(String id, String baggage) {
    BlockingWebClient client =
        WebClient.of("http://127.0.0.1:" + server.activeLocalPort()).blocking();
    var headers = RequestHeaders.builder(HttpMethod.GET, "/echo");
    if (!id.isEmpty()) {
      headers.set(CorrelationId.HEADER, id);
    }
    if (!baggage.isEmpty()) {
      headers.set("baggage", baggage);
    }
    return client.execute(headers.build());
  }
}
