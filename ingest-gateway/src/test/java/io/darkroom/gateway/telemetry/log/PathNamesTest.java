package io.darkroom.gateway.telemetry.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathNamesTest {

  @ParameterizedTest
  @CsvSource({
    "/v1/streams/cam-1, stream, cam-1",
    "/v1/streams/cam.1/frames, stream, cam.1",
    "/v1/pipelines/p_1:preview, pipeline, p_1",
    "/v1/sources/door/start, source, door",
    "/v1/presets/edges, preset, edges"
  })
  void findsTheResourceInAPath(String path, String field, String id) {
    assertThat(PathNames.of(path)).isEqualTo(Map.of(field, id));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/v1/streams", "/v1/streams/", "/v1/filters/x", "/v1/streams/a%20b"})
  void findsNothingInOtherPaths(String path) {
    assertThat(PathNames.of(path)).isEmpty();
  }

  @Test
  void ignoresTooLongIds() {
    assertThat(PathNames.of("/v1/streams/" + "x".repeat(129))).isEmpty();
  }
}
