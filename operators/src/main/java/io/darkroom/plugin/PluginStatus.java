package io.darkroom.plugin;

import java.util.List;

/**
 * The result of loading a jar of the plugin folder.
 *
 * @param jar its file name
 * @param name of the plugin; empty if it could not be read
 * @param apiVersion the version it was built against; empty if it could not be read
 * @param filters ids of the filters that it adds to the catalogue; empty if it was not loaded
 * @param problem why it was not loaded, and the fix; empty if it was
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
