package io.darkroom.gateway.rpc.system;

import com.google.protobuf.util.Timestamps;
import com.linecorp.armeria.common.util.Version;
import io.darkroom.gateway.media.Ffmpeg;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.v1.GetSystemInfoResponse;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Describes this gateway, its libraries, and the last known state of the job.
 *
 * @param gateway the id of this gateway
 */
public record SystemInfo(Build build, String gateway, Instant startedAt, Catalogue catalogue) {

  public GetSystemInfoResponse now() {
    GetSystemInfoResponse.Builder info =
        GetSystemInfoResponse.newBuilder()
            .setVersion(build.version())
            .setCommit(build.commit())
            .putAllComponents(components())
            .setGateway(gateway)
            .setStartedAt(Timestamps.fromMillis(startedAt.toEpochMilli()))
            .setJobState(jobState());
    build.at().ifPresent(at -> info.setBuiltAt(Timestamps.fromMillis(at.toEpochMilli())));
    catalogue.last().ifPresent(last -> info.setJob(last.getJob()));
    return info.build();
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
