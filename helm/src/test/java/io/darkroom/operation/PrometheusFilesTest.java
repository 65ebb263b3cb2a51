package io.darkroom.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class PrometheusFilesTest {

  private static final Path FOLDER = ChartFiles.FILES.resolve("prometheus");
  private static final Pattern HEADING = Pattern.compile("(?m)^## (.+)$");
  private static final Pattern CASE = Pattern.compile("(\\w+) (fires|stays silent)");

  @Test
  void prometheusAcceptsConfigurationAndRules() throws Exception {
    Tool.Run run = Tool.promtool().run("check", "config", FOLDER.resolve("prometheus.yml"));

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @Test
  void alertsPassTheirRuleTests() throws Exception {
    Tool.Run run = Tool.promtool().run("test", "rules", FOLDER.resolve("tests/alerts.yml"));

    assertThat(run.exitCode()).as(run.output()).isZero();
  }

  @Test
  void everyAlertHasAFiringAndASilentTestCase() throws Exception {
    Set<String> cases = Set.of("fires", "stays silent");
    JsonNode tests = ChartFiles.yaml(FOLDER.resolve("tests/alerts.yml")).path("tests");

    for (String alert : alerts()) {
      assertThat(tests)
          .extracting(test -> CASE.matcher(test.path("name").asText()).results().findFirst())
          .filteredOn(found -> found.isPresent() && found.get().group(1).equals(alert))
          .extracting(found -> found.orElseThrow().group(2))
          .as(alert)
          .containsExactlyInAnyOrderElementsOf(cases);
    }
  }

  @Test
  void everyAlertHasTextsASeverityAndARunbookLink() throws Exception {
    for (JsonNode rule : ChartFiles.rules(ChartFiles.ALERTS)) {
      String alert = rule.path("alert").asText();
      assertThat(rule.at("/annotations/summary").asText()).as(alert).isNotBlank();
      assertThat(rule.at("/annotations/description").asText()).as(alert).isNotBlank();
      assertThat(rule.at("/annotations/runbook_url").asText())
          .endsWith("RUNBOOK.md#" + alert.toLowerCase(Locale.ROOT));
      assertThat(rule.at("/labels/severity").asText()).as(alert).isIn("critical", "warning");
    }
  }

  @Test
  void theRunbookHasExactlyOneSectionPerAlert() throws Exception {
    String runbook = Files.readString(ChartFiles.CHART.resolve("RUNBOOK.md"));

    assertThat(HEADING.matcher(runbook).results().map(MatchResult::group))
        .extracting(heading -> heading.substring(3))
        .containsExactlyInAnyOrderElementsOf(alerts());
    for (String section : runbook.split("(?m)^## ", -1)) {
      if (section.startsWith("Darkroom")) {
        assertThat(section).contains("**Meaning.**", "**Check.**", "**Fix.**");
      }
    }
  }

  private static List<String> alerts() throws Exception {
    return ChartFiles.rules(ChartFiles.ALERTS).stream()
        .map(rule -> rule.path("alert").asText())
        .toList();
  }
}
