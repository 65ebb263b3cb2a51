package io.darkroom.gateway.rpc.system;

import com.google.protobuf.util.Timestamps;
import com.linecorp.armeria.common.util.Version;
import io.darkroom.gateway.kafka.FrameBacklog;
import io.darkroom.gateway.media.Ffmpeg;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.telemetry.health.Dependency;
import io.darkroom.gateway.telemetry.metrics.GatewayMetrics;
import io.darkroom.gateway.telemetry.metrics.GatewaySeries;
import io.darkroom.gateway.telemetry.metrics.GaugeValues;
import io.darkroom.v1.DependencyHealth;
import io.darkroom.v1.GetSystemInfoResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Describes this gateway, its libraries, what it needs and uses, and the last known state of the
 * job.
 *
 * @param gateway the id of this gateway
 */
public record SystemInfo(
    Build build,
    String gateway,
    Instant startedAt,
    Catalogue catalogue,
    List<Dependency> dependencies,
    GatewayMetrics metrics,
    FrameBacklog backlog) {

  public GetSystemInfoResponse now() {
    GetSystemInfoResponse.Builder info =
        GetSystemInfoResponse.newBuilder()
            .setVersion(build.version())
            .setCommit(build.commit())
            .putAllComponents(components())
            .setGateway(gateway)
            .setStartedAt(Timestamps.fromMillis(startedAt.toEpochMilli()))
            .setJobState(jobState())
            .putAllInUse(GaugeValues.of(metrics, GatewaySeries.IN_USE))
            .putAllLimits(GaugeValues.of(metrics, GatewaySeries.LIMIT));
    build.at().ifPresent(at -> info.setBuiltAt(Timestamps.fromMillis(at.toEpochMilli())));
    catalogue
        .last()
        .ifPresent(last -> info.setJob(last.getJob()).addAllPlugins(last.getPluginsList()));
    dependencies.forEach(dependency -> info.addHealth(health(dependency)));
    framesBehind().ifPresent(info::setFramesBehind);
    return info.build();
  }

  private static DependencyHealth health(Dependency dependency) {
    Dependency.State state = dependency.state();
    return DependencyHealth.newBuilder()
        .setName(dependency.name())
        .setState(state.up() ? "up" : "down")
        .setSince(Timestamps.fromMillis(state.since().toEpochMilli()))
        .setMessage(state.up() ? "" : state.lastError())
        .build();
  }

  private OptionalLong framesBehind() {
    Map<String, Double> lag = backlog.lagRecords();
    return lag.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(lag.values().stream().mapToLong(Double::longValue).sum());
  }

  private String jobState() {
    if (catalogue.last().isEmpty()) {
      return "unknown";
    }
    return catalogue.isFresh() ? "running" : "silent";
  }

  /** The versions that the libraries report. */
  private static Map<String, String> components() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("java", Runtime.version().toString());
    versions.put("kafka-clients", AppInfoParser.getVersion());
    versions.put("ffmpeg", Ffmpeg.version());
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    Version armeria = Version.get("armeria", SystemInfo.class.getClassLoader());
    versions.put("armeria", armeria.artifactVersion());
    versions.put("netty", io.netty.util.Version.identify().get("netty-common").artifactVersion());
    return versions;
  }
}
