package io.darkroom.operation;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An expression of a dashboard or rule, with its variables replaced.
 *
 * @param where the file, and the panel or rule
 */
record PromQuery(String where, String expression) {

  private static final Pattern COMPARISON = Pattern.compile("\\s(==|[<>]=?)\\s[0-9.e]+");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:darkroom_|flink_|jvm_|process_|netty_|kafka_)\\w+");

  static List<PromQuery> ofDashboards() throws IOException {
    List<PromQuery> queries = new ArrayList<>();
    for (Path file : ChartFiles.dashboards()) {
      for (JsonNode variable : ChartFiles.json(file).at("/templating/list")) {
        String where = file.getFileName() + ", $" + variable.path("name").asText();
        queries.add(new PromQuery(where, valuesOf(variable.at("/query/query").asText())));
      }
      for (JsonNode panel : ChartFiles.json(file).path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String where = file.getFileName() + ", " + panel.path("title").asText();
          queries.add(new PromQuery(where, substituted(target.path("expr").asText())));
        }
      }
    }
    return queries;
  }

  /** An alert that does not fire has no result, so thresholds are removed from its expression. */
  static List<PromQuery> ofRules() throws IOException {
    List<PromQuery> queries = new ArrayList<>();
    for (JsonNode rule : ChartFiles.rules(ChartFiles.RECORDING)) {
      queries.add(new PromQuery(rule.path("record").asText(), rule.path("expr").asText()));
    }
    for (JsonNode rule : ChartFiles.rules(ChartFiles.ALERTS)) {
      String operands = COMPARISON.matcher(rule.path("expr").asText()).replaceAll("");
      Arrays.stream(operands.split("\\sand\\s"))
          .forEach(operand -> queries.add(new PromQuery(rule.path("alert").asText(), operand)));
    }
    return queries;
  }

  /** The metrics in the expression; those of histograms include the suffix. */
  Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    METRIC.matcher(expression).results().map(MatchResult::group).forEach(metrics::add);
    return metrics;
  }

  /** Turns Grafana's {@code label_values(…)} into PromQL. */
  private static String valuesOf(String query) {
    return query.replaceFirst("label_values\\((\\w+), (\\w+)\\)", "count by ($2) ($1{$2!=\"\"})");
  }

  private static String substituted(String expression) {
    return expression
        .replace("$__rate_interval", "10s")
        .replace("$__range", "1m")
        .replace("$instance", ".+")
        .replace("$gpu", ".+")
        .replace("$stream", "camera");
  }
}
