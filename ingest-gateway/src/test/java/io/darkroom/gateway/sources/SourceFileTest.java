package io.darkroom.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.darkroom.v1.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {

  @TempDir private Path folder;

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("sources.json"), json);
  }

  @Test
  void readsSourcesAsTheApiWritesThem() throws IOException {
    Path file =
        file(
            """
            {"sources": [
              {"sourceId": "lobby", "uri": "rtsp://ann:hush@camera/a", "fps": 15},
              {"source_id": "film", "uri": "video:film.mp4", "startAt": "1.500s", "loop": true}]}
            """);
    assertThat(SourceFile.read(file))
        .extracting(Source::getSourceId, Source::getFps, Source::getLoop)
        .containsExactly(tuple("lobby", 15.0, false), tuple("film", 0.0, true));
  }

  @Test
  void reportsEveryProblemAtOnce() throws IOException {
    Path file =
        file(
            """
            {"sources": [
              {"sourceId": "a", "uri": "rtsp://ann:hush@camera/a", "fpss": 15, "tint": 1},
              {"sourceId": "a b", "uri": "video:film.mp4", "fps": 1000},
              {"sourceId": "c", "uri": "rtps://ann:hush@camera/a"},
              {"sourceId": "d", "uri": "video:film.mp4", "fps": "fast"},
              {"sourceId": "e", "uri": "video:film.mp4"},
              {"sourceId": "e", "uri": "video:film.mp4"}], "streams": []}
            """);
    assertThatThrownBy(() -> SourceFile.read(file))
        .message()
        .contains("sources[0].fpss: unknown (expected: a field of a source). Did you mean fps?")
        .contains("sources[0].tint: unknown")
        .contains("sources[1]: ")
        .contains("sourceId: \"a b\"")
        .contains("fps: 1000")
        .contains("sources[2]: uri: rtps:…")
        .contains("sources[3]: ")
        .contains("sources[5].sourceId: e (expected: an id that no earlier source has)")
        .contains("streams: unknown (expected: only sources)")
        .doesNotContain("hush");
  }

  @Test
  void reportsAMissingFileAndInvalidJson() throws IOException {
    assertThatThrownBy(() -> SourceFile.read(folder.resolve("none.json")))
        .hasMessageContaining("none.json: file: not readable");
    Path broken = file("{\"sources\": [}");
    assertThatThrownBy(() -> SourceFile.read(broken))
        .hasMessageContaining("line 1")
        .hasMessageContaining("(expected: JSON)");
  }
}
