package io.darkroom.gateway.pipelines;

import io.darkroom.gateway.pipelines.Catalogue.Published;
import io.darkroom.v1.Catalog;
import io.darkroom.v1.DeviceReport;
import io.darkroom.v1.DeviceStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The GPUs of those TaskManagers that are not part of their job's status. Bounded: forgets reports
 * that are too old to be shown. Written by the follower's thread, read by any.
 */
final class ReportedDevices {

  /** A GPU that was not reported for longer is left out. */
  static final Duration SHOWN = Duration.ofSeconds(10);

  /** Of one job, and of one report. */
  static final int MOST_DEVICES = 64;

  static final int MOST_REPORTS = Catalogue.MOST_GROUPS * MOST_DEVICES;

  private record Reported(String group, List<DeviceStatus> devices, long atNanos) {}

  private final LongSupplier nanoTime;

  /** By the key of the record; the newest last. */
  private volatile Map<String, Reported> reports = Map.of();

  ReportedDevices(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void put(String key, DeviceReport report, long atNanos) {
    Map<String, Reported> next = new LinkedHashMap<>(reports);
    next.remove(key);
    next.put(key, new Reported(report.getGroup(), report.getDevicesList(), atNanos));
    next.values().removeIf(reported -> !isShown(reported));
    if (next.size() > MOST_REPORTS) {
      next.remove(next.keySet().iterator().next());
    }
    reports = next;
  }

  private boolean isShown(Reported reported) {
    return nanoTime.getAsLong() - reported.atNanos() <= SHOWN.toNanos();
  }

  /** Returns the catalogue with the GPUs of all TaskManagers of the job, ordered by UUID. */
  Catalog addTo(Catalog catalog, Published job) {
    List<DeviceStatus> ofStatus = job.catalog().getJob().getDeviceStatusList();
    List<Reported> all = new ArrayList<>(reports.values());
    all.removeIf(reported -> !reported.group().equals(job.group()));
    if (all.isEmpty() && ofStatus.isEmpty()) {
      return catalog;
    }
    all.add(new Reported(job.group(), ofStatus, job.atNanos()));
    Catalog.Builder merged = catalog.toBuilder();
    merged.getJobBuilder().clearDeviceStatus().addAllDeviceStatus(newestOfEach(all));
    return merged.build();
  }

  private List<DeviceStatus> newestOfEach(List<Reported> all) {
    all.sort((a, b) -> Long.signum(a.atNanos() - b.atNanos()));
    Map<String, DeviceStatus> byUuid = new TreeMap<>();
    all.stream()
        .filter(this::isShown)
        .flatMap(reported -> reported.devices().stream())
        .forEach(device -> byUuid.put(device.getUuid(), device));
    return byUuid.values().stream().limit(MOST_DEVICES).toList();
  }
}
