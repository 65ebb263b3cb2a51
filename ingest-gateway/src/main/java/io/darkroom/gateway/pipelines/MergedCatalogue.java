package io.darkroom.gateway.pipelines;

import io.darkroom.chain.ChainValidator;
import io.darkroom.definition.DefinitionCodec;
import io.darkroom.gateway.pipelines.Catalogue.Heard;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.FilterDefinition;
import io.darkroom.v1.PluginStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What several jobs offer together: every filter and plugin of any of them. Where two define a
 * filter, the first one's definition stands.
 */
record Offer(List<Heard> jobs, Optional<Catalog> catalog, Optional<ChainValidator> validator) {

  static final Offer NOTHING = new Offer(List.of(), Optional.empty(), Optional.empty());

  static Offer of(List<Heard> jobs) {
    if (jobs.isEmpty()) {
      return NOTHING;
    }
    Map<String, FilterDefinition> filters = new LinkedHashMap<>();
    Map<String, PluginStatus> plugins = new LinkedHashMap<>();
    for (Heard job : jobs) {
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
    return new Offer(jobs, Optional.of(merged), Optional.of(validator));
  }
}
