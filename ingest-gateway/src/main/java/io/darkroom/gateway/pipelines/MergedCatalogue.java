package io.darkroom.gateway.pipelines;

import io.darkroom.chain.ChainValidator;
import io.darkroom.definition.DefinitionCodec;
import io.darkroom.gateway.pipelines.Catalogue.Published;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.FilterDefinition;
import io.darkroom.v1.PluginStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The filters and plugins of several jobs together. If two jobs define a filter, the first
 * definition is used.
 */
record MergedCatalogue(
    List<Published> jobs, Optional<Catalog> catalog, Optional<ChainValidator> validator) {

  static final MergedCatalogue EMPTY =
      new MergedCatalogue(List.of(), Optional.empty(), Optional.empty());

  static MergedCatalogue of(List<Published> jobs) {
    if (jobs.isEmpty()) {
      return EMPTY;
    }
    Map<String, FilterDefinition> filters = new LinkedHashMap<>();
    Map<String, PluginStatus> plugins = new LinkedHashMap<>();
    for (Published job : jobs) {
      job.catalog().getFiltersList().forEach(filter -> filters.putIfAbsent(filter.getId(), filter));
      job.catalog()
          .getPluginsList()
          .forEach(plugin -> plugins.putIfAbsent(plugin.getJar(), plugin));
    }
    Catalog merged =
        Catalog.newBuilder()
            .addAllFilters(filters.values())
            .setJob(jobs.get(0).catalog().getJob())
            .addAllPlugins(plugins.values())
            .build();
    ChainValidator validator =
        new ChainValidator(filters.values().stream().map(DefinitionCodec::fromMessage).toList());
    return new MergedCatalogue(jobs, Optional.of(merged), Optional.of(validator));
  }
}
