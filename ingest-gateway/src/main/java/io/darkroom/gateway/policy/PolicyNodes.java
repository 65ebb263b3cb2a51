package io.darkroom.gateway.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads the nodes of a YAML file, and collects all its problems, each with its line. */
final class PolicyNodes {

  private final Path file;
  private final List<String> problems = new ArrayList<>();

  PolicyNodes(Path file) {
    this.file = file;
  }

  List<String> problems() {
    return problems;
  }

  void add(int line, String what, String expected, String fix) {
    problems.add("%s, line %d: %s (expected: %s). %s".formatted(file, line, what, expected, fix));
  }

  void add(Node at, String what, String expected, String fix) {
    add(line(at), what, expected, fix);
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** The entries of a mapping with only these keys. */
  Map<String, Node> fields(Node node, List<String> known) {
    Map<String, Node> entries = entries(node, "a mapping of " + String.join(", ", known));
    entries.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            add(value, key, "one of " + String.join(", ", known), "Correct or remove it.");
          }
        });
    return entries;
  }

  /** The entries of a mapping, in order. */
  Map<String, Node> entries(Node node, String expected) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      add(node, describe(node), expected, "Correct it.");
      return entries;
    }
    for (NodeTuple entry : mapping.getValue()) {
      String key = text(entry.getKeyNode()).orElse("");
      if (entries.put(key, entry.getValueNode()) != null) {
        add(entry.getKeyNode(), key + " again", "each key once", "Remove one.");
      }
    }
    return entries;
  }

  /** The items of a list; empty if there is no node. */
  List<Node> items(Node node) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    add(node, describe(node), "a list", "Write it like [a, b].");
    return List.of();
  }

  Optional<String> text(Node node) {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(scalar.getValue());
    }
    add(node, describe(node), "a text", "Correct it.");
    return Optional.empty();
  }

  List<String> texts(Node node) {
    return items(node).stream().map(this::text).flatMap(Optional::stream).toList();
  }

  private static String describe(Node node) {
    return node instanceof ScalarNode scalar
        ? "\"" + scalar.getValue() + "\""
        : node.getNodeId().name();
  }
}
