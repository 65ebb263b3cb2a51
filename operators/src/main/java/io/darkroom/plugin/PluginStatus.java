package io.darkroom.plugin;

import java.util.List;

/**
 * What became of a jar in the plugin folder.
 *
 * @param jar its file name
 * @param name as the plugin calls itself; empty where it cannot be asked
 * @param apiVersion the version it was built against; empty where it cannot be asked
 * @param filters ids of what it adds to the catalogue; empty where it is left out
 * @param problem why it is left out, and the fix; empty where it is not
 */
public record PluginStatus(
    String jar, String name, String apiVersion, List<String> filters, String problem) {

  public PluginStatus {
    filters = List.copyOf(filters);
  }

  public boolean loaded() {
    return problem.isEmpty();
  }
}
