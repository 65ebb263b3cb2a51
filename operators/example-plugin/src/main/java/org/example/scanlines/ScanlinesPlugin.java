package org.example.scanlines;

import io.darkroom.filter.Filter;
import io.darkroom.filter.FilterPlugin;
import java.util.List;

/**
 * Provides {@link Scanlines}; registered in {@code
 * META-INF/services/io.darkroom.filter.FilterPlugin}.
 */
public final class ScanlinesPlugin implements FilterPlugin {

  @Override
  public String name() {
    return "scanlines";
  }

  @Override
  public String apiVersion() {
    return API_VERSION;
  }

  @Override
  public List<Filter> filters() {
    return List.of(new Scanlines());
  }
}
