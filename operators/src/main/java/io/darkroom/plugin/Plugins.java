package io.darkroom.plugin;

import io.darkroom.definition.FilterDefinition;
import io.darkroom.definition.Parameter;
import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterCatalogue;
import io.darkroom.filter.FilterPlugin;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads plugin jars and adds their filters to the catalogue. Each jar has its own class loader. A
 * jar that is broken, was built for another version of the API or offers a filter whose id is taken
 * is not loaded, and its status says why. Closing this object closes the class loaders: the filters
 * must not be used any more.
 */
public final class Plugins implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
  private static final String ID = "[a-z][a-z0-9_]*";

  private final ClassLoader parent;
  private final Map<String, Filter> filters = new LinkedHashMap<>();
  private final Map<String, String> owners = new LinkedHashMap<>();
  private final List<PluginStatus> statuses = new ArrayList<>();
  private final List<URLClassLoader> loaders = new ArrayList<>();
  private final FilterCatalogue catalogue;

  private Plugins(FilterCatalogue builtIn, Map<String, Path> jars, ClassLoader parent) {
    this.parent = parent;
    for (FilterDefinition definition : builtIn.definitions()) {
      filters.put(definition.id(), builtIn.filter(definition.id()));
      owners.put(definition.id(), "Darkroom");
    }
    jars.forEach(this::add);
    catalogue = new FilterCatalogue(filters.values());
  }

  /**
   * Loads jars in order; of two that offer the same filter, only the first is loaded.
   *
   * @param jars the path of each jar, by the file name to report
   * @param parent of the plugins' class loaders; it has the classes of the plugin API
   */
  public static Plugins load(FilterCatalogue builtIn, Map<String, Path> jars, ClassLoader parent) {
    return new Plugins(builtIn, jars, parent);
  }

  public FilterCatalogue catalogue() {
    return catalogue;
  }

  /** Returns one status for each plugin, and one for each jar without a plugin. */
  public List<PluginStatus> statuses() {
    return List.copyOf(statuses);
  }

  private void add(String jar, Path file) {
    try {
      requireJar(file);
      URLClassLoader loader = new URLClassLoader(new URL[] {file.toUri().toURL()}, parent);
      loaders.add(loader);
      addAll(jar, loader);
    } catch (IOException | LinkageError | ServiceConfigurationError | RuntimeException e) {
      report(
          new PluginStatus(jar, "", "", List.of(), problem("jar", jar, "a plugin that loads", e)));
    }
  }

  private static void requireJar(Path file) throws IOException {
    new ZipFile(file.toFile()).close();
  }

  /** Errors in a service file or class are thrown while iterating over the loader. */
  private void addAll(String jar, URLClassLoader loader) throws MalformedURLException {
    int found = 0;
    for (FilterPlugin plugin : ServiceLoader.load(FilterPlugin.class, loader)) {
      if (plugin.getClass().getClassLoader() == loader) {
        report(add(jar, plugin));
        found++;
      }
    }
    if (found == 0) {
      throw new IllegalStateException(
          "it declares no service " + FilterPlugin.class.getName() + " in META-INF/services");
    }
  }

  private PluginStatus add(String jar, FilterPlugin plugin) {
    String name = "";
    String version = "";
    try {
      name = plugin.name();
      version = plugin.apiVersion();
      requireVersion(version);
      Map<String, Filter> offered = new LinkedHashMap<>();
      plugin.filters().forEach(filter -> offered.put(usableId(filter, offered), filter));
      for (String id : offered.keySet()) {
        owners.put(id, name);
      }
      filters.putAll(offered);
      return new PluginStatus(jar, name, version, List.copyOf(offered.keySet()), "");
    } catch (LinkageError | RuntimeException e) {
      return new PluginStatus(
          jar, name, version, List.of(), problem("plugin", name, "one that can be used", e));
    }
  }

  private static void requireVersion(String version) {
    String major = FilterPlugin.API_VERSION.split("\\.")[0];
    if (!major.equals(version.split("\\.")[0])) {
      throw new IllegalArgumentException(
          "it was built for plugin API %s, but this is %s: rebuild it"
              .formatted(version, FilterPlugin.API_VERSION));
    }
  }

  private String usableId(Filter filter, Map<String, Filter> offered) {
    FilterDefinition definition = filter.definition();
    String id = definition.id();
    if (!id.matches(ID)) {
      throw new IllegalArgumentException("filter id '%s' does not match %s".formatted(id, ID));
    }
    if (owners.containsKey(id) || offered.containsKey(id)) {
      throw new IllegalArgumentException(
          "filter %s is already offered by %s: rename one of them"
              .formatted(id, owners.getOrDefault(id, "the same plugin")));
    }
    for (Parameter parameter : definition.parameters()) {
      requireDefault(id, parameter);
    }
    return id;
  }

  private static void requireDefault(String id, Parameter parameter) {
    try {
      parameter.parse(parameter.defaultValue());
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "filter %s: %s=%s is not a valid default (expected: %s)"
              .formatted(id, parameter.id(), parameter.defaultValue(), parameter.expected()),
          e);
    }
  }

  private static String problem(String what, String value, String expected, Throwable cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return "%s: %s (expected: %s). It was not loaded: %s.".formatted(what, value, expected, reason);
  }

  private void report(PluginStatus status) {
    if (status.loaded()) {
      LOG.info("plugin {} from {}: filters {}", status.name(), status.jar(), status.filters());
    } else {
      LOG.warn("{}: {}", status.jar(), status.problem());
    }
    statuses.add(status);
  }

  @Override
  public void close() {
    for (URLClassLoader loader : loaders) {
      try {
        loader.close();
      } catch (IOException e) {
        LOG.warn("plugin class loader: {}", e.getMessage());
      }
    }
  }
}
