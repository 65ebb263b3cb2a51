package io.darkroom.gateway.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.config.AccessConfig;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Callers;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.GuardedDarkroom;
import io.darkroom.gateway.testing.TestSocket;
import java.net.InetAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallerLimitsTest {

  private static final String WATCH = "/v1/streams/lobby/frames";
  private static final String PUBLISH = "/v1/streams/lobby/publish";

  private static String bearer(String key) {
    return "Bearer " + key;
  }

  @Test
  void refusesCallsOfACallerWhoMakesTooMany(@TempDir Path folder) throws Exception {
    try (GuardedDarkroom guarded =
        GuardedDarkroom.start(folder, new CallerQuota(5, 100, 20 << 20, 100))) {
      Darkroom darkroom = guarded.darkroom();
      String eager = Callers.createKey(darkroom, guarded.admin(), "viewer");
      String calm = Callers.createKey(darkroom, guarded.admin(), "viewer");
      List<HttpResponse<byte[]>> answers =
          IntStream.range(0, 40)
              .mapToObj(i -> Callers.send(darkroom, "GET", "/v1/caller", "", eager))
              .toList();
      HttpResponse<byte[]> refused =
          answers.stream().filter(answer -> answer.statusCode() == 429).findFirst().orElseThrow();
      assertThat(Darkroom.json(refused).path("code").asText()).isEqualTo("TOO_MANY_REQUESTS");
      assertThat(Darkroom.json(refused).path("message").asText())
          .contains("more than 5 calls a second", "--caller-calls-per-second");
      assertThat(refused.headers().firstValue("retry-after")).contains("1");
      assertThat(refused.headers().firstValue("ratelimit-policy")).contains("\"calls\";q=5;w=1");
      assertThat(refused.headers().firstValue("ratelimit")).contains("\"calls\";r=0;t=1");
      assertThat(answers.get(0).statusCode()).isEqualTo(200);
      assertThat(Callers.send(darkroom, "GET", "/v1/caller", "", calm).statusCode()).isEqualTo(200);
      String metrics =
          new String(Callers.send(darkroom, "GET", "/metrics", "", guarded.admin()).body(), UTF_8);
      assertThat(metrics)
          .containsPattern("darkroom_gateway_refused_total\\{what=\"caller_calls\"\\} [1-9]");
    }
  }

  @Test
  void refusesSingleFramesOfAPublisherWhoSendsTooMany(@TempDir Path folder) throws Exception {
    try (GuardedDarkroom guarded =
        GuardedDarkroom.start(folder, new CallerQuota(100, 3, 20 << 20, 100))) {
      String key = Callers.createKey(guarded.darkroom(), guarded.admin(), "publisher");
      try (TestSocket socket = guarded.darkroom().socket(PUBLISH, "authorization", bearer(key))) {
        List<JsonNode> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
          socket.send(Darkroom.JPEG);
          answers.add(socket.nextJson());
        }
        assertThat(answers.get(0).has("position")).isTrue();
        assertThat(answers)
            .anySatisfy(
                answer ->
                    assertThat(answer.path("error").path("message").asText())
                        .contains("more than 3 frames a second"));
        assertThat(socket.closed).isNotDone();
      }
    }
  }

  @Test
  void limitsTheOpenCallsOfACaller(@TempDir Path folder) throws Exception {
    try (GuardedDarkroom guarded =
        GuardedDarkroom.start(folder, new CallerQuota(100, 100, 20 << 20, 2))) {
      Darkroom darkroom = guarded.darkroom();
      String key = Callers.createKey(darkroom, guarded.admin(), "viewer");
      try (TestSocket first = darkroom.socket(WATCH, "authorization", bearer(key));
          TestSocket second = darkroom.socket(WATCH, "authorization", bearer(key))) {
        first.nextJson();
        second.nextJson();
        assertThat(Callers.send(darkroom, "GET", "/v1/caller", "", key).statusCode())
            .isEqualTo(429);
        assertThat(Callers.send(darkroom, "GET", "/v1/caller", "", guarded.admin()).statusCode())
            .isEqualTo(200);
      }
    }
  }

  @Test
  void countsTheClientsOfATrustedProxyApart() throws Exception {
    AccessConfig base = new AccessConfig(false, Set.of(), Set.of());
    AccessConfig proxied =
        new AccessConfig(
            false,
            Set.of(),
            Set.of(),
            base.auth(),
            new CallerQuota(2, 100, 20 << 20, 100),
            Set.of("127.0.0.0/8"));
    try (Darkroom darkroom = Darkroom.of(Darkroom.config(Broker.shared()).with(proxied))) {
      assertThat(statuses(darkroom, "203.0.113.7")).contains(429);
      assertThat(statuses(darkroom, "203.0.113.8").get(0)).isEqualTo(200);
      assertThat(statuses(darkroom, "2001:db8:1:2::1")).contains(429);
      assertThat(statuses(darkroom, "2001:db8:1:2::ffff").get(0)).isEqualTo(429);
      assertThat(statuses(darkroom, "2001:db8:1:3::1").get(0)).isEqualTo(200);
    }
    try (Darkroom darkroom =
        Darkroom.of(Darkroom.config(Broker.shared()).with(base.with(proxied.quota())))) {
      assertThat(statuses(darkroom, "203.0.113.7")).containsOnly(200);
    }
  }

  private static List<Integer> statuses(Darkroom darkroom, String client) throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      HttpRequest call =
          HttpRequest.newBuilder(darkroom.uri("/v1/caller"))
              .header("x-forwarded-for", client)
              .build();
      statuses.add(darkroom.client.send(call, BodyHandlers.discarding()).statusCode());
    }
    return statuses;
  }

  @Test
  void knowsCallersByTheirNetwork() throws Exception {
    assertThat(CallerKey.ofAddress(InetAddress.getByName("127.0.0.1"))).isEmpty();
    assertThat(CallerKey.ofAddress(InetAddress.getByName("::1"))).isEmpty();
    assertThat(CallerKey.ofAddress(InetAddress.getByName("192.0.2.9"))).contains("192.0.2.9");
    assertThat(CallerKey.ofAddress(InetAddress.getByName("2001:db8::1")))
        .isEqualTo(CallerKey.ofAddress(InetAddress.getByName("2001:db8::2")));
  }
}
