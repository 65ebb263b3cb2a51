package io.darkroom.gateway.policy;

import io.darkroom.error.DarkroomException;
import io.darkroom.error.ErrorCode;
import io.darkroom.v1.Permission;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a policy: roles and the callers that have them, as YAML or JSON. Not thread-safe.
 *
 * <pre>{@code
 * roles:
 *   night-shift: {permissions: [watch, process], streams: ["lobby-*"]}
 * bindings:
 *   - {roles: [night-shift], groups: [guards]}
 *   - {roles: [publisher], certificates: ["CN=camera-*"], streams: ["lobby-*"]}
 * }</pre>
 */
public final class PolicyFile {

  private static final int MOST_BYTES = 1 << 20;
  private static final int DEEPEST = 10;
  private static final List<String> SECTIONS = List.of("roles", "bindings");
  private static final List<String> ROLE_FIELDS = List.of("permissions", "streams");
  private static final List<String> BINDING_FIELDS =
      List.of("roles", "groups", "users", "certificates", "streams");

  private final PolicyNodes nodes;
  private final Map<String, Role> roles = new HashMap<>();
  private final List<Binding> bindings = new ArrayList<>();

  private PolicyFile(Path file) {
    this.nodes = new PolicyNodes(file);
  }

  /**
   * Parses the content of a file.
   *
   * @param file names the file in messages
   * @throws DarkroomException {@code INVALID_ARGUMENT} with every problem and its line
   */
  public static Policy parse(Path file, String content) {
    PolicyFile reading = new PolicyFile(file);
    reading.read(content);
    if (!reading.nodes.problems().isEmpty()) {
      throw new DarkroomException(
          ErrorCode.INVALID_ARGUMENT, String.join("\n", reading.nodes.problems()));
    }
    return new Policy(reading.roles, reading.bindings);
  }

  private void read(String content) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setCodePointLimit(MOST_BYTES);
      options.setNestingDepthLimit(DEEPEST);
      options.setMaxAliasesForCollections(0);
      options.setAllowDuplicateKeys(false);
      Node root = new Yaml(options).compose(new StringReader(content));
      if (root != null) {
        Map<String, Node> sections = nodes.fields(root, SECTIONS);
        readRoles(sections.get("roles"));
        nodes.items(sections.get("bindings")).forEach(this::readBinding);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      nodes.add(line, e.getProblem(), "YAML", "Correct it.");
    } catch (YAMLException | IllegalArgumentException e) {
      nodes.add(1, e.getMessage(), "YAML of at most 1 MiB", "Correct it.");
    }
  }

  private void readRoles(Node section) {
    if (section == null) {
      return;
    }
    nodes
        .entries(section, "a mapping of names to roles")
        .forEach(
            (name, node) -> {
              if (Role.BUILT_IN.containsKey(name)) {
                nodes.add(node, name, "a name that is not built in", "Choose another.");
              }
              Map<String, Node> fields = nodes.fields(node, ROLE_FIELDS);
              roles.put(
                  name, new Role(name, permissions(node, fields), streams(fields.get("streams"))));
            });
  }

  private Set<Permission> permissions(Node role, Map<String, Node> fields) {
    Set<Permission> permissions = EnumSet.noneOf(Permission.class);
    List<Node> items = nodes.items(fields.get("permissions"));
    if (items.isEmpty()) {
      nodes.add(role, "permissions: none", Permissions.names(), "Add at least one.");
    }
    for (Node item : items) {
      nodes
          .text(item)
          .ifPresent(
              name ->
                  Permissions.parse(name)
                      .ifPresentOrElse(
                          permissions::add,
                          () -> nodes.add(item, name, Permissions.names(), "Choose one.")));
    }
    return permissions;
  }

  private StreamPatterns streams(Node node) {
    List<String> patterns = new ArrayList<>();
    for (Node item : nodes.items(node)) {
      nodes
          .text(item)
          .ifPresent(
              pattern -> {
                patterns.add(pattern);
                if (!StreamPatterns.valid(pattern)) {
                  nodes.add(item, pattern, "an id, or a pattern such as lobby-*", "Correct it.");
                }
              });
    }
    return StreamPatterns.orAll(patterns);
  }

  private void readBinding(Node node) {
    Map<String, Node> fields = nodes.fields(node, BINDING_FIELDS);
    List<String> wanted = new ArrayList<>();
    for (Node item : nodes.items(fields.get("roles"))) {
      nodes.text(item).filter(name -> known(item, name)).ifPresent(wanted::add);
    }
    Binding binding =
        new Binding(
            wanted,
            nodes.texts(fields.get("groups")),
            nodes.texts(fields.get("users")),
            nodes.texts(fields.get("certificates")),
            streams(fields.get("streams")));
    if (wanted.isEmpty()) {
      nodes.add(node, "roles: none", "at least one role", "Add it.");
    }
    if (binding.namesNobody()) {
      nodes.add(node, "nobody", "groups, users or certificates", "Add one.");
    }
    bindings.add(binding);
  }

  private boolean known(Node item, String name) {
    boolean known = Role.BUILT_IN.containsKey(name) || roles.containsKey(name);
    if (!known) {
      nodes.add(item, name, "a role of this file, or a built-in one", "Define it under roles.");
    }
    return known;
  }
}
