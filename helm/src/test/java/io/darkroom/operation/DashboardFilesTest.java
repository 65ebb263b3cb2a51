package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DashboardFilesTest {

  private static final Path PROVISIONING = ChartFiles.FILES.resolve("grafana/provisioning");

  static List<Path> dashboards() throws IOException {
    return ChartFiles.dashboards();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void everyPanelHasATitleADescriptionAUnitAndQueries(Path file) throws IOException {
    List<String> datasources =
        ChartFiles.yaml(PROVISIONING.resolve("datasources/darkroom.yml")).findValuesAsText("uid");

    for (JsonNode panel : ChartFiles.json(file).path("panels")) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
      assertThat(panel.at("/fieldConfig/defaults/thresholds/steps")).as(title).isNotEmpty();
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      for (JsonNode target : panel.path("targets")) {
        assertThat(target.at("/datasource/uid").asText()).as(title).isIn(datasources);
        assertThat(target.path("expr").asText()).as(title).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panelsFitTheWidthWithoutOverlap(Path file) throws IOException {
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : ChartFiles.json(file).path("panels")) {
      JsonNode grid = panel.path("gridPos");
      assertThat(grid.path("x").asInt() + grid.path("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < grid.path("w").asInt(); x++) {
        for (int y = 0; y < grid.path("h").asInt(); y++) {
          assertThat(cells.add((grid.path("x").asInt() + x) + "," + (grid.path("y").asInt() + y)))
              .as(panel.path("title").asText())
              .isTrue();
        }
      }
    }
  }

  @Test
  void dashboardsHaveUniqueIds() throws IOException {
    Set<String> names = new HashSet<>();
    for (Path file : ChartFiles.dashboards()) {
      assertThat(names.add(ChartFiles.json(file).path("uid").asText())).isTrue();
    }
    assertThat(names).hasSize(5);
  }

  @Test
  void linksBetweenDatasourcesLeadToExistingOnes() throws IOException {
    JsonNode file = ChartFiles.yaml(PROVISIONING.resolve("datasources/darkroom.yml"));

    assertThat(file.findValuesAsText("datasourceUid"))
        .hasSize(4)
        .isSubsetOf(file.findValuesAsText("uid"));
  }
}
