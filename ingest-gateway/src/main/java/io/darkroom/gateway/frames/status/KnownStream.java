package io.darkroom.gateway.frames.status;

import io.darkroom.gateway.frames.watch.Delivery.Place;
import io.darkroom.telemetry.metric.Saturating;
import io.darkroom.topic.StreamStatusKey;
import io.darkroom.v1.PipelineReport;
import io.darkroom.v1.PipelineStatus;
import io.darkroom.v1.StreamReport;
import io.darkroom.v1.StreamStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What the jobs report on one stream: one report for each job and partition. Usually that is one.
 * Thread-safe.
 */
final class KnownStream {

  /** A job reports a live stream once a second; after this time it is not known to be live. */
  static final Duration FRESH = Duration.ofSeconds(3);

  /** Streams have one partition and few jobs; more would be an abuse. */
  private static final int MOST_REPORTS = 256;

  private record Received(StreamReport report, long atNanos) {}

  private final String jobGroup;
  private final LongSupplier nanoTime;
  private final Map<String, Map<Integer, Received>> byGroup = new TreeMap<>();

  KnownStream(String jobGroup, LongSupplier nanoTime) {
    this.jobGroup = jobGroup;
    this.nanoTime = nanoTime;
  }

  /**
   * Takes a report.
   *
   * @param age time since it was written
   * @return the one before
   */
  synchronized Optional<StreamReport> put(StreamStatusKey key, StreamReport report, Duration age) {
    long at = nanoTime.getAsLong() - age.toNanos();
    if (byGroup.values().stream().mapToInt(Map::size).sum() >= MOST_REPORTS) {
      byGroup.clear();
    }
    Received before =
        byGroup
            .computeIfAbsent(key.group(), group -> new TreeMap<>())
            .put(key.partition(), new Received(report, at));
    return Optional.ofNullable(before).map(Received::report);
  }

  synchronized void remove(StreamStatusKey key) {
    byGroup.computeIfPresent(
        key.group(),
        (group, reports) -> {
          reports.remove(key.partition());
          return reports.isEmpty() ? null : reports;
        });
  }

  /** The reports of the preferred job, else of one that reports now, else of the first. */
  private Collection<Received> reports() {
    if (byGroup.containsKey(jobGroup)) {
      return byGroup.get(jobGroup).values();
    }
    return byGroup.values().stream()
        .filter(reports -> reports.values().stream().anyMatch(this::isFresh))
        .findFirst()
        .or(() -> byGroup.values().stream().findFirst())
        .map(Map::values)
        .orElse(List.of());
  }

  private boolean isFresh(Received received) {
    return nanoTime.getAsLong() - received.atNanos() <= FRESH.toNanos();
  }

  synchronized boolean isLive() {
    return reports().stream().anyMatch(r -> r.report().getLive() && isFresh(r));
  }

  /** The time since the job last saw a frame; zero while it sees some. */
  synchronized Duration idle() {
    return isLive()
        ? Duration.ZERO
        : reports().stream()
            .map(received -> Duration.ofNanos(nanoTime.getAsLong() - received.atNanos()))
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
  }

  /** Partitions of the topic {@code frames} that hold frames of the stream. */
  synchronized Set<Integer> partitions() {
    Set<Integer> partitions = new TreeSet<>();
    reports().stream()
        .filter(received -> received.report().getFrames() > 0)
        .forEach(received -> partitions.add(received.report().getPartition()));
    return partitions;
  }

  /** Position of the last frame in the topic {@code frames}. */
  synchronized Optional<Place> newestFrame() {
    return newest()
        .filter(StreamReport::hasLastPosition)
        .map(report -> report.getLastPosition())
        .map(position -> new Place(position.getPartition(), position.getOffset()));
  }

  /** The report of the newest frame. */
  synchronized Optional<StreamReport> newest() {
    return reports().stream()
        .map(Received::report)
        .max(
            Comparator.comparingLong(
                    (StreamReport report) -> report.getLastPosition().getAppendedAt().getSeconds())
                .thenComparingInt(report -> report.getLastPosition().getAppendedAt().getNanos()));
  }

  /** Position of the newest result of a pipeline in the topic {@code processed}. */
  synchronized Optional<Place> newestResult(String pipelineId, String uid) {
    return pipelineReports(pipelineId, uid)
        .filter(PipelineReport::hasNewestResult)
        .map(PipelineReport::getNewestResult)
        .map(position -> new Place(position.getPartition(), position.getOffset()))
        .max(Comparator.comparingLong(Place::offset));
  }

  private Stream<PipelineReport> pipelineReports(String pipelineId, String uid) {
    return reports().stream()
        .flatMap(received -> received.report().getPipelinesList().stream())
        .filter(report -> report.getPipelineId().equals(pipelineId))
        .filter(report -> uid.isEmpty() || report.getPipelineUid().equals(uid));
  }

  /** Adds what the job has seen to the status. */
  synchronized void describe(StreamStatus.Builder status) {
    boolean live = isLive();
    for (Received received : reports()) {
      StreamReport report = received.report();
      status
          .setFps(status.getFps() + (live ? report.getFps() : 0))
          .setFrames(status.getFrames() + report.getFrames())
          .setTotalBytes(status.getTotalBytes() + report.getTotalBytes())
          .setMissing(Saturating.add(status.getMissing(), report.getMissing()))
          .setMisplaced(status.getMisplaced() + report.getMisplaced());
      report
          .getRejectsMap()
          .forEach(
              (code, count) ->
                  status.putRejects(code, status.getRejectsOrDefault(code, 0) + count));
    }
    status.setState(state(live)).addAllPartitions(partitions());
    newest()
        .filter(StreamReport::hasLastFrame)
        .ifPresent(
            report ->
                status
                    .setLastFrame(report.getLastFrame())
                    .setLastPosition(report.getLastPosition()));
  }

  private String state(boolean live) {
    if (live) {
      return "live";
    }
    if (reports().stream().anyMatch(received -> received.report().getLive())) {
      return "unknown";
    }
    return reports().stream().anyMatch(received -> received.report().getFrames() > 0)
        ? "ended"
        : "idle";
  }

  /** Adds what the job has made of the stream with a pipeline. */
  synchronized void describe(PipelineStatus.Builder status, String uid) {
    boolean live = isLive();
    boolean reported = pipelineReports(status.getPipelineId(), uid).findAny().isPresent();
    status.setIdle(reported && idle(status.getPipelineId(), uid));
    pipelineReports(status.getPipelineId(), uid)
        .forEach(
            report -> {
              status
                  .setFps(status.getFps() + (live ? report.getFps() : 0))
                  .setFrames(status.getFrames() + report.getFrames())
                  .setFellBackFrames(
                      Saturating.add(status.getFellBackFrames(), report.getFellBackFrames()))
                  .setSkippedFrames(
                      Saturating.add(status.getSkippedFrames(), report.getSkippedFrames()));
              if (isNewer(report, status)) {
                takeLastFrame(report, status);
                status
                    .setLatencyMicros(report.getLatencyMicros())
                    .setAccelerator(report.getAccelerator());
              }
            });
  }

  private static void takeLastFrame(PipelineReport from, PipelineStatus.Builder to) {
    if (from.hasLastFrame()) {
      to.setLastFrame(from.getLastFrame());
    }
  }

  /** Whether the job made no result of the newest frame, as far as it has reported. */
  synchronized boolean idle(String pipelineId, String uid) {
    return pipelineReports(pipelineId, uid).allMatch(PipelineReport::getIdle);
  }

  private static boolean isNewer(PipelineReport report, PipelineStatus.Builder than) {
    return !than.hasLastFrame()
        || report.getLastFrame().getEpoch() > than.getLastFrame().getEpoch()
        || (report.getLastFrame().getEpoch() == than.getLastFrame().getEpoch()
            && report.getLastFrame().getSequence() > than.getLastFrame().getSequence());
  }
}
