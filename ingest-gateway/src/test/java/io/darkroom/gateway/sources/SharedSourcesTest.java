package io.darkroom.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.darkroom.gateway.config.GatewayConfig;
import io.darkroom.gateway.config.SourceConfig;
import io.darkroom.gateway.testing.Broker;
import io.darkroom.gateway.testing.Darkroom;
import io.darkroom.gateway.testing.FakeSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gateways on one Kafka that share sources. */
@Tag("slow")
class SharedSourcesTest {

  private static final Duration SOON = Duration.ofSeconds(40);

  /** Ids in different partitions. */
  private static final List<String> IDS =
      IntStream.rangeClosed(1, 6).mapToObj(i -> "source" + i).toList();

  @TempDir private Path folder;

  private GatewayConfig config() throws Exception {
    String sources =
        IDS.stream()
            .map("{\"sourceId\":\"%s\",\"uri\":\"rtsp://camera/a\"}"::formatted)
            .reduce((a, b) -> a + "," + b)
            .orElseThrow();
    Path file =
        Files.writeString(folder.resolve("s.json"), "{\"sources\":[%s]}".formatted(sources));
    GatewayConfig config = Darkroom.config(Broker.shared());
    return withSources(config, new SourceConfig("one", Optional.of(file), List.of()));
  }

  private static GatewayConfig withSources(GatewayConfig config, SourceConfig sources) {
    return config.with(sources, config.library());
  }

  private static void assertEachOnce(FakeSources... gateways) {
    List<String> all = Stream.of(gateways).flatMap(g -> g.running().stream()).sorted().toList();
    assertThat(all).isEqualTo(IDS);
  }

  @Test
  void splitsSourcesHandsThemOverAndKeepsThemOverARestart() throws Exception {
    GatewayConfig config = config();
    FakeSources one = new FakeSources();
    FakeSources two = new FakeSources();
    Darkroom first = Darkroom.of(config, one);
    await().atMost(SOON).untilAsserted(() -> assertEachOnce(one));
    Darkroom second =
        Darkroom.of(withSources(config, new SourceConfig("two", Optional.empty(), List.of())), two);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertEachOnce(one, two);
              assertThat(one.running()).hasSize(3);
            });
    assertThat(one.started).as("sources that stayed were not restarted").hasSize(6);
    awaitGateways(first, "one", "two");
    awaitGateways(second, "one", "two");

    first.close();
    await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> assertEachOnce(two));
    assertThat(one.running()).isEmpty();
    second.close();
    assertThat(two.running()).isEmpty();

    try (Darkroom again =
        Darkroom.of(
            withSources(config, new SourceConfig("one", Optional.empty(), List.of())), one)) {
      await().atMost(SOON).untilAsserted(() -> assertEachOnce(one));
      assertThat(again.json("/v1/sources").path("sources").findValuesAsText("revision"))
          .contains("1")
          .doesNotContain("2");
    } finally {
      one.close();
      two.close();
    }
  }

  private static void awaitGateways(Darkroom gateway, String... expected) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(gateways(gateway)).containsExactly(expected));
  }

  private static TreeSet<String> gateways(Darkroom darkroom) {
    TreeSet<String> ids = new TreeSet<>();
    for (JsonNode source : darkroom.json("/v1/sources").path("sources")) {
      if (source.at("/status/state").asText().equals("live")) {
        ids.add(source.at("/status/gateway").asText());
      }
    }
    return ids;
  }

  @Test
  void balancesSourcesThatAreCreatedLater() throws Exception {
    GatewayConfig config = Darkroom.config(Broker.shared());
    try (FakeSources one = new FakeSources();
        FakeSources two = new FakeSources();
        Darkroom first = Darkroom.of(config, one);
        Darkroom second = Darkroom.of(config, two)) {
      for (int i = 0; i < 20; i++) {
        first.put("/v1/sources/later" + i, "{\"uri\":\"rtsp://camera/a\"}");
      }
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(one.running().size() + two.running().size()).isEqualTo(20);
                assertThat(one.running().size()).isBetween(9, 11);
              });
      assertThat(second.json("/v1/sources").path("sources")).hasSize(20);
    }
  }
}
