package io.darkroom.operator;

import io.darkroom.definition.DefinitionCodec;
import io.darkroom.frame.TraceContext;
import io.darkroom.frame.WireTime;
import io.darkroom.plugin.PluginStatus;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.JobStatus;
import java.time.Instant;

/**
 * Creates the records that the job publishes about itself: its filters, a heartbeat, and the state
 * of its checkpoints. Used by the task's thread.
 */
final class CatalogRecords {

  private final TaskEngine engine;
  private final String group;
  private final Catalog catalog;
  private long checkpointId;
  private Instant checkpointAt;
  private long checkpointsFailed;

  /**
   * @param group consumer group of the job, the key of its records
   */
  CatalogRecords(TaskEngine engine, String group, String jobId, int parallelism) {
    this.engine = engine;
    this.group = group;
    String version = CatalogRecords.class.getPackage().getImplementationVersion();
    catalog =
        Catalog.newBuilder()
            .addAllFilters(
                engine.filters().definitions().stream().map(DefinitionCodec::toMessage).toList())
            .addAllPlugins(engine.plugins().stream().map(CatalogRecords::message).toList())
            .setJob(
                JobStatus.newBuilder()
                    .setJobId(jobId)
                    .setGroup(group)
                    .setVersion(version == null ? "development" : version)
                    .setEngine(engine.engine().accelerator())
                    .setEngineReason(engine.reason())
                    .setParallelism(parallelism)
                    .addAllDevices(engine.engine().devices()))
            .build();
  }

  private static io.darkroom.v1.PluginStatus message(PluginStatus plugin) {
    return io.darkroom.v1.PluginStatus.newBuilder()
        .setJar(plugin.jar())
        .setName(plugin.name())
        .setApiVersion(plugin.apiVersion())
        .addAllFilters(plugin.filters())
        .setProblem(plugin.problem())
        .build();
  }

  void checkpointed(long id, Instant at) {
    checkpointId = id;
    checkpointAt = at;
  }

  void checkpointFailed() {
    checkpointsFailed++;
  }

  LogRecord at(Instant now) {
    Catalog.Builder fresh = catalog.toBuilder();
    fresh.getJobBuilder().setUpdatedAt(WireTime.of(now)).setCheckpointsFailed(checkpointsFailed);
    if (checkpointAt != null) {
      fresh
          .getJobBuilder()
          .setCheckpointId(checkpointId)
          .setCheckpointAt(WireTime.of(checkpointAt));
    }
    fresh.getJobBuilder().addAllDeviceStatus(GpuRecords.devices(engine.engine()));
    String trouble = engine.engine().trouble();
    if (!trouble.isEmpty()) {
      fresh.getJobBuilder().setEngine("cpu").setEngineReason(trouble).clearDevices();
    }
    return new LogRecord(group, fresh.build().toByteArray(), TraceContext.NONE);
  }
}
