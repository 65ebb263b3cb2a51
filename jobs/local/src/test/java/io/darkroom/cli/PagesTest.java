package io.darkroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of more than one page. */
class PagesTest {

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = FakeGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({
    "pipeline list, /v1/pipelines, pipelines, pipelineId",
    "source list, /v1/sources, sources, sourceId",
    "preset list, /v1/presets, presets, presetId",
    "stream list, /v1/streams, streams, streamId",
    "video list, /v1/videos, videos, videoId",
    "image list, /v1/images, images, imageId",
    "filter list, /v1/filters, filters, id",
    "log-level list, /v1/log-levels, levels, logger"
  })
  void listsTheElementsOfAllPages(String command, String path, String field, String id)
      throws IOException {
    threePages(path + "?", path, field, id);
    String[] words = command.split(" ");
    Cli.Answer table = Cli.of(gateway).run(words);
    assertThat(table.exitCode()).describedAs(table.err()).isZero();
    assertThat(table.out().lines().skip(1).map(row -> row.split(" ")[0]))
        .containsExactly("first", "second", "third");
    JsonNode json = Cli.of(gateway).run(words[0], words[1], "-o", "json").json();
    assertThat(json.path(field).findValuesAsText(id)).containsExactly("first", "second", "third");
    assertThat(json.path("nextPageToken").asText()).isEmpty();
    assertThat(json.path("about").asText()).isEqualTo("all");
  }

  @Test
  void requestsEveryPageWithTheSameQuery() {
    gateway.reply("/v1/pipelines", 400, FakeGateway.error("INVALID_ARGUMENT", "no stream"));
    threePages("/v1/pipelines?streamId=cam&", "/v1/pipelines?streamId=cam", "pipelines", "id");
    Cli.Answer answer = Cli.of(gateway).run("pipeline", "list", "--stream", "cam");
    assertThat(answer.exitCode()).describedAs(answer.err()).isZero();
    assertThat(gateway.calls())
        .extracting(FakeGateway.Call::uri)
        .hasSize(3)
        .allMatch(uri -> uri.startsWith("/v1/pipelines?streamId=cam"));
  }

  @Test
  void watchesTheElementsOfAllPages() {
    threePages("/v1/streams?", "/v1/streams", "streams", "streamId");
    assertThat(Cli.of(gateway).run("stream", "watch", "--times", "1", "-o", "json").out())
        .contains("first", "second", "third")
        .hasLineCount(1);
  }

  @Test
  void showFindsAnElementOnTheLastPage() {
    threePages("/v1/videos?", "/v1/videos", "videos", "videoId");
    threePages("/v1/filters?", "/v1/filters", "filters", "id");
    assertThat(Cli.of(gateway).run("video", "show", "third").exitCode()).isZero();
    assertThat(Cli.of(gateway).run("filter", "show", "third").exitCode()).isZero();
  }

  @Test
  void failsOnARepeatedTokenInsteadOfLooping() throws IOException {
    gateway.reply("/v1/sources", 200, page("sources", "sourceId", "first", "again"));
    for (List<String> options : List.of(List.of("-o", "table"), List.of("-o", "json"))) {
      gateway.reset();
      Cli.Answer answer = Cli.of(gateway).run("source", "list", options.get(0), options.get(1));
      assertThat(answer.exitCode()).isEqualTo(Exit.FAILED);
      assertThat(answer.out()).isEmpty();
      assertThat(answer.err())
          .contains("nextPageToken: ", "again", " for the second time (expected: ");
      assertThat(gateway.calls()).hasSize(2);
    }
  }

  @Test
  void failsIfAPageIsRefused() {
    gateway.reply("/v1/sources", 200, page("sources", "sourceId", "first", "t"));
    gateway.reply("/v1/sources?pageToken=t", 503, FakeGateway.error("UNAVAILABLE", "kafka: away"));
    Cli.Answer answer = Cli.of(gateway).run("source", "list");
    assertThat(answer.exitCode()).isEqualTo(Exit.UNREACHABLE);
    assertThat(answer.out()).isEmpty();
  }

  @Test
  void failsIfAPageIsNotAnObject() {
    gateway.reply("/v1/sources", 200, page("sources", "sourceId", "first", "t"));
    gateway.reply("/v1/sources?pageToken=t", 200, "[]");
    Cli.Answer answer = Cli.of(gateway).run("source", "list");
    assertThat(answer.exitCode()).isEqualTo(Exit.FAILED);
    assertThat(answer.err()).contains("not a JSON object", "sources");
  }

  private void threePages(String next, String first, String field, String id) {
    gateway.reply(first, 200, page(field, id, "first", "a b/+="));
    gateway.reply(next + "pageToken=a%20b%2F%2B%3D", 200, page(field, id, "second", "c"));
    gateway.reply(next + "pageToken=c", 200, page(field, id, "third", ""));
  }

  private static String page(String field, String id, String element, String token) {
    return "{\"%s\":[{\"%s\":\"%s\"}],\"about\":\"all\",\"nextPageToken\":\"%s\"}"
        .formatted(field, id, element, token);
  }
}
