package io.darkroom.filter;

import java.util.List;

/**
 * Filters that a jar of its own adds to the catalogue; found by {@link java.util.ServiceLoader} in
 * that jar. The jar may hold PTX for them: {@code /io/darkroom/kernels/<filter id>.ptx}.
 */
public interface FilterPlugin {

  /**
   * The version of what this package offers to filters. A plugin built against another major
   * version is left out; minor versions only add.
   */
  String API_VERSION = "1.0";

  /** As reports name it. */
  String name();

  /**
   * The version it was built against: {@code return API_VERSION;} is right, since the compiler puts
   * the constant's value there.
   */
  String apiVersion();

  /** Its filters; asked for once. */
  List<Filter> filters();
}
