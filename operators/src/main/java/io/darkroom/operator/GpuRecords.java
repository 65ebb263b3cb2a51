package io.darkroom.operator;

import io.darkroom.engine.Engine;
import io.darkroom.frame.TraceContext;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.DeviceReport;
import io.darkroom.v1.DeviceStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Creates the records that describe the GPUs of a process. Of a job's subtasks in one process, the
 * first one does; subtask 0 has the GPUs in the job's status instead. Used by the task's thread,
 * which closes it.
 */
final class GpuRecords implements AutoCloseable {

  private static final int MOST_DEVICES = 64;

  /** Those of all subtasks in this process. */
  private static final Set<GpuRecords> OPEN = ConcurrentHashMap.newKeySet();

  private final Engine engine;
  private final String group;
  private final String jobId;
  private final int subtask;

  private GpuRecords(Engine engine, String group, String jobId, int subtask) {
    this.engine = engine;
    this.group = group;
    this.jobId = jobId;
    this.subtask = subtask;
  }

  /**
   * @param engine one that uses a GPU
   * @param group consumer group of the job
   */
  static GpuRecords open(Engine engine, String group, String jobId, int subtask) {
    GpuRecords records = new GpuRecords(engine, group, jobId, subtask);
    OPEN.add(records);
    return records;
  }

  /** Returns the load of the GPUs of the engine's process; none on the CPU. */
  static List<DeviceStatus> devices(Engine engine) {
    return engine.gpuLoads().stream().limit(MOST_DEVICES).map(DeviceMessages::of).toList();
  }

  /** Returns the next record; empty if another subtask reports, or no GPU works. */
  Optional<LogRecord> next() {
    List<DeviceStatus> devices = subtask > 0 && isFirst() ? devices(engine) : List.of();
    return devices.isEmpty() ? Optional.empty() : Optional.of(record(devices));
  }

  private boolean isFirst() {
    return OPEN.stream()
        .filter(other -> other.jobId.equals(jobId))
        .noneMatch(other -> other.subtask < subtask);
  }

  /** The key names the subtask, as a name of the process would be another one at each start. */
  private LogRecord record(List<DeviceStatus> devices) {
    DeviceReport report = DeviceReport.newBuilder().setGroup(group).addAllDevices(devices).build();
    byte[] value = Catalog.newBuilder().setDevices(report).build().toByteArray();
    return new LogRecord(group + "/" + subtask, value, TraceContext.NONE);
  }

  @Override
  public void close() {
    OPEN.remove(this);
  }
}
