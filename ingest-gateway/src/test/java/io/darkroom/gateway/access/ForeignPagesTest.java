package io.darkroom.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.server.Server;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.error.HttpErrors;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignPagesTest {

  private static final AccessConfig ACCESS =
      new AccessConfig(false, Set.of("https://Allowed.example"), Set.of("darkroom.example.com"));

  private static Server server;

  @BeforeAll
  static void start() {
    server =
        Server.builder()
            .http(0)
            .errorHandler(new HttpErrors())
            .serviceUnder("/", (context, request) -> HttpResponse.of("served"))
            .decorator(service -> new ForeignPages(service, ACCESS))
            .build();
    server.start().join();
  }

  @AfterAll
  static void stop() {
    server.stop().join();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Programs send neither.
        "POST, -, -, 200",
        "GET, https://evil.example, cross-site, 200",
        "HEAD, https://evil.example, cross-site, 200",
        // The own page, also behind a proxy that ends TLS, and by its address.
        "POST, http://darkroom.example.com, same-origin, 200",
        "POST, https://darkroom.example.com, same-origin, 200",
        "POST, https://DARKROOM.example.com, -, 200",
        "POST, -, same-origin, 200",
        "PUT, https://allowed.example, cross-site, 200",
        // A form or script of somebody else's page.
        "POST, https://evil.example, cross-site, 403",
        "POST, http://darkroom.example.com:81, same-site, 403",
        "POST, https://darkroom.example.com.evil.example, -, 403",
        "POST, null, cross-site, 403",
        "POST, null, -, 403",
        "POST, -, cross-site, 403",
        "POST, -, same-site, 403",
        "PUT, https://evil.example, -, 403",
        "DELETE, https://evil.example, -, 403",
      })
  void servesOwnPagesAndPrograms(HttpMethod method, String origin, String site, int status) {
    AggregatedHttpResponse answer = call(method, "darkroom.example.com", origin, site);
    assertThat(answer.status().code()).isEqualTo(status);
    if (status == 403) {
      assertThat(answer.contentUtf8()).contains("FORBIDDEN", "--allowed-origin");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "OPTIONS"})
  void refusesEveryCallUnderAnotherName(HttpMethod method) {
    AggregatedHttpResponse answer = call(method, "rebound.evil.example:8080", null, null);
    assertThat(answer.status().code()).isEqualTo(403);
    assertThat(answer.contentUtf8())
        .contains("FORBIDDEN", "rebound.evil.example:8080", "--allowed-host");
  }

  private static AggregatedHttpResponse call(
      HttpMethod method, String authority, String origin, String site) {
    RequestHeadersBuilder headers =
        RequestHeaders.builder(method, "/v1/streams/cam/frames").authority(authority);
    if (origin != null) {
      headers.set(HttpHeaderNames.ORIGIN, origin);
    }
    if (site != null) {
      headers.set("sec-fetch-site", site);
    }
    return WebClient.of("http://127.0.0.1:" + server.activeLocalPort())
        .execute(headers.build())
        .aggregate()
        .join();
  }
}
