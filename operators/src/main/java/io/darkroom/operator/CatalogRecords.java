package io.darkroom.operator;

import io.darkroom.definition.DefinitionCodec;
import io.darkroom.definition.FilterDefinition;
import io.darkroom.frame.TraceContext;
import io.darkroom.frame.WireTime;
import io.darkroom.topic.Topics;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.JobStatus;
import java.time.Instant;
import java.util.List;

/** What the job says of itself: the filters it offers, and that it is alive. */
final class CatalogRecords {

  private final Catalog catalog;

  CatalogRecords(
      List<FilterDefinition> filters,
      String jobId,
      String engine,
      String engineReason,
      int parallelism) {
    String version = CatalogRecords.class.getPackage().getImplementationVersion();
    catalog =
        Catalog.newBuilder()
            .addAllFilters(filters.stream().map(DefinitionCodec::toMessage).toList())
            .setJob(
                JobStatus.newBuilder()
                    .setJobId(jobId)
                    .setVersion(version == null ? "development" : version)
                    .setEngine(engine)
                    .setEngineReason(engineReason)
                    .setParallelism(parallelism))
            .build();
  }

  LogRecord at(Instant now) {
    Catalog.Builder fresh = catalog.toBuilder();
    fresh.getJobBuilder().setAt(WireTime.of(now));
    return new LogRecord(Topics.CATALOG_KEY, fresh.build().toByteArray(), TraceContext.NONE, "");
  }
}
