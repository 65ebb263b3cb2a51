package io.darkroom.filter;

import java.util.List;

/**
 * Adds the filters of a separate jar to the catalogue; discovered in that jar by {@link
 * java.util.ServiceLoader}. The jar may contain PTX for them: {@code /io/darkroom/kernels/<filter
 * id>.ptx}.
 */
public interface FilterPlugin {

  /**
   * The version of the plugin API. A plugin built against another major version is not loaded;
   * minor versions only add to the API.
   */
  String API_VERSION = "1.0";

  /** Returns the name of the plugin in logs and status reports. */
  String name();

  /**
   * Returns the API version that the plugin was built against. Implement it as {@code return
   * API_VERSION;}: the compiler inlines the constant.
   */
  String apiVersion();

  /** Returns the filters of the plugin; called once. */
  List<Filter> filters();
}
