package io.darkroom.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the job's counters from Flink's REST API. */
public record FlinkMetrics(LocalStack stack) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Frames and requests that were dropped for this reason, without a result or reject. */
  public long dropped(String reason) throws IOException, InterruptedException {
    return sum("reason." + reason + ".darkroom_job_frames_dropped_total");
  }

  /** Frames of the stream that were in the wrong partition. */
  public long misplaced(String streamId) throws IOException, InterruptedException {
    return sum("stream." + streamId + ".darkroom_job_frames_misplaced_total");
  }

  /** The number of restarts of the job. */
  public long restarts() throws IOException, InterruptedException {
    JsonNode metrics = get("/jobs/" + stack.jobId() + "/metrics?get=numRestarts");
    if (metrics.size() != 1) {
      throw new IllegalStateException("Flink does not know numRestarts: " + metrics);
    }
    return metrics.get(0).path("value").asLong();
  }

  private long sum(String name) throws IOException, InterruptedException {
    long sum = 0;
    for (JsonNode vertex : get("/jobs/" + stack.jobId()).path("vertices")) {
      String path =
          "/jobs/%s/vertices/%s/subtasks/metrics"
              .formatted(stack.jobId(), vertex.path("id").asText());
      List<String> names = new ArrayList<>();
      for (JsonNode metric : get(path)) {
        if (metric.path("id").asText().contains(name)) {
          names.add(URLEncoder.encode(metric.path("id").asText(), StandardCharsets.UTF_8));
        }
      }
      if (!names.isEmpty()) {
        for (JsonNode metric : get(path + "?agg=sum&get=" + String.join(",", names))) {
          sum += metric.path("sum").asLong();
        }
      }
    }
    return sum;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(stack.flinkUrl() + path)).build();
    return JSON.readTree(HTTP.send(request, BodyHandlers.ofString()).body());
  }
}
