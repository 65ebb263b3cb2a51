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
 * An expression of a dashboard or a rule, ready to be asked.
 *
 * @param where the file, and the panel or rule
 */
record Query(String where, String expression) {

  private static final Pattern COMPARISON = Pattern.compile("\\s(==|[<>]=?)\\s[0-9.e]+");
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:darkroom_|flink_|jvm_|process_|netty_|kafka_)\\w+");

  static List<Query> ofDashboards() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (Path file : OperationFiles.dashboards()) {
      for (JsonNode variable : OperationFiles.json(file).at("/templating/list")) {
        String where = file.getFileName() + ", $" + variable.path("name").asText();
        queries.add(new Query(where, valuesOf(variable.at("/query/query").asText())));
      }
      for (JsonNode panel : OperationFiles.json(file).path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          String where = file.getFileName() + ", " + panel.path("title").asText();
          queries.add(new Query(where, substituted(target.path("expr").asText())));
        }
      }
    }
    return queries;
  }

  /** An alert that does not fire answers nothing: its operands are asked without the threshold. */
  static List<Query> ofRules() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (JsonNode rule : OperationFiles.rules(OperationFiles.RECORDING)) {
      queries.add(new Query(rule.path("record").asText(), rule.path("expr").asText()));
    }
    for (JsonNode rule : OperationFiles.rules(OperationFiles.ALERTS)) {
      String operands = COMPARISON.matcher(rule.path("expr").asText()).replaceAll("");
      Arrays.stream(operands.split("\\sand\\s"))
          .forEach(operand -> queries.add(new Query(rule.path("alert").asText(), operand)));
    }
    return queries;
  }

  /** What a histogram or a summary has is named with its suffix. */
  Set<String> metrics() {
    Set<String> metrics = new TreeSet<>();
    METRIC.matcher(expression).results().map(MatchResult::group).forEach(metrics::add);
    return metrics;
  }

  /** What Grafana asks the API for labels, as an expression. */
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
