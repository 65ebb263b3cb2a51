package io.darkroom.cuda.kernels;

import io.darkroom.definition.Accelerator;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.filters.FilterRun;
import java.util.List;

/** The filters that run on a GPU, or only the one of {@code -Ddarkroom.filter}. */
public final class GpuFilters {

  private GpuFilters() {}

  public static List<String> ids() {
    String only = System.getProperty("darkroom.filter", "");
    return FilterRun.CATALOGUE.definitions().stream()
        .filter(filter -> filter.accelerators().contains(Accelerator.CUDA))
        .map(FilterDefinition::id)
        .filter(id -> only.isEmpty() || id.equals(only))
        .toList();
  }

  public static FilterDefinition definition(String id) {
    return FilterRun.CATALOGUE.filter(id).definition();
  }
}
