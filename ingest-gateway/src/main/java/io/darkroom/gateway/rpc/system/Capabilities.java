package io.darkroom.gateway.rpc.system;

import io.darkroom.frame.Encoding;
import io.darkroom.frame.ImageLimits;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.requests.SessionProcessor;
import io.darkroom.v1.GetCapabilitiesResponse;
import io.darkroom.v1.JobStatus;
import java.util.List;

/** Describes what this gateway and the job behind it can do. */
public record Capabilities(Catalogue catalogue, ImageLimits limits) {

  private static final List<String> IMAGES = List.of(Encoding.JPEG.text(), Encoding.PNG.text());
  private static final List<String> PROTOCOLS =
      List.of("grpc", "grpc_web", "connect", "http_json", "websocket");
  private static final List<String> SOURCE_SCHEMES =
      List.of("rtsp", "rtsps", "http", "https", "rtmp", "srt", "video", "images", "camera", "test");

  public GetCapabilitiesResponse now() {
    GetCapabilitiesResponse.Builder response =
        GetCapabilitiesResponse.newBuilder()
            .addAccelerators("cpu")
            .addAllInputEncodings(IMAGES)
            .addAllOutputEncodings(IMAGES)
            .setMaxImageBytes(limits.maxBytes())
            .setMaxImageSidePx(limits.maxSide())
            .setMaxFramesInFlight(SessionProcessor.MAX_IN_FLIGHT)
            .setReady(catalogue.isFresh())
            .addAllProtocols(PROTOCOLS)
            .addAllSourceSchemes(SOURCE_SCHEMES);
    catalogue.last().ifPresent(catalog -> response.setFilterCount(catalog.getFiltersCount()));
    addEngines(response);
    return response.build();
  }

  /** Adds the devices of all running jobs, or if none is running, of the last one. */
  private void addEngines(GetCapabilitiesResponse.Builder response) {
    List<JobStatus> jobs = catalogue.fresh().stream().map(job -> job.catalog().getJob()).toList();
    jobs.stream().flatMap(job -> job.getDevicesList().stream()).forEach(response::addDevices);
    if (jobs.stream().anyMatch(job -> job.getEngine().startsWith("cuda"))) {
      response.addAccelerators("cuda");
    }
  }
}
