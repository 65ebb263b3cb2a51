package io.darkroom.gateway.rpc.services;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.darkroom.gateway.identity.Caller;
import io.darkroom.gateway.pipelines.Catalogue;
import io.darkroom.gateway.pipelines.Catalogue.Job;
import io.darkroom.gateway.rpc.ProtoJson;
import io.darkroom.gateway.rpc.system.Build;
import io.darkroom.gateway.telemetry.health.Dependency;
import io.darkroom.gateway.telemetry.health.Readiness;
import io.darkroom.v1.Permission;
import java.time.Instant;
import java.util.List;

/**
 * The HTTP endpoints for health: started, alive, ready, and the health of each dependency.
 *
 * @param started when the gateway had read its topics
 * @param open whether other machines can call the gateway without authentication
 */
public record HealthApi(
    Readiness readiness,
    List<Dependency> dependencies,
    Catalogue catalogue,
    Build build,
    Instant started,
    boolean open) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String OPEN =
      "access: everyone who reaches the gateway may use it (--allow-anonymous)";

  /** 200 whenever the process answers. */
  public HttpService livez() {
    return (context, request) -> json(HttpStatus.OK, JSON.createObjectNode().put("alive", true));
  }

  /** 200. Until the gateway has started, its port is closed, so that the probe fails. */
  public HttpService startupz() {
    return (context, request) ->
        json(
            HttpStatus.OK,
            JSON.createObjectNode().put("started", true).put("since", started.toString()));
  }

  /** 200, or 503 with the conditions that are not met. */
  public HttpService readyz() {
    return (context, request) -> {
      List<String> missing = readiness.missing();
      ObjectNode body = JSON.createObjectNode().put("ready", missing.isEmpty());
      missing.forEach(body.putArray("missing")::add);
      return json(missing.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
    };
  }

  /** Always 200, with the state of each dependency, for people who may see the system. */
  public HttpService healthz() {
    return (context, request) -> json(HttpStatus.OK, maySeeDetails(context) ? report() : summary());
  }

  private static boolean maySeeDetails(ServiceRequestContext context) {
    return Caller.of(context).rights().allowEverywhere(Permission.PERMISSION_CONTROL);
  }

  private ObjectNode summary() {
    return JSON.createObjectNode().put("status", readiness.missing().isEmpty() ? "ok" : "degraded");
  }

  private ObjectNode report() {
    ObjectNode report =
        summary()
            .put("version", build.version())
            .put("commit", build.commit())
            .put("since", started.toString())
            .put("draining", readiness.isDraining());
    if (open) {
      report.put("warning", OPEN);
    }
    ObjectNode states = report.putObject("dependencies");
    dependencies.forEach(dependency -> add(dependency, states.putObject(dependency.name())));
    catalogue
        .age()
        .ifPresent(age -> states.withObject("job").put("lastSeenMillis", age.toMillis()));
    List<Job> jobs = catalogue.jobs();
    if (!jobs.isEmpty()) {
      addJobs(jobs, report);
    }
    return report;
  }

  private static void add(Dependency dependency, ObjectNode into) {
    Dependency.State state = dependency.state();
    into.put("state", state.up() ? "up" : "down")
        .put("since", state.since().toString())
        .put("latencyMillis", state.latency().toNanos() / 1e6)
        .put("lastError", state.lastError());
  }

  /** Adds all jobs, and as {@code job} the first that is running. */
  private static void addJobs(List<Job> jobs, ObjectNode report) {
    Job first = jobs.stream().filter(Job::isFresh).findFirst().orElse(jobs.get(0));
    report.set("job", describe(first));
    ArrayNode all = report.putArray("jobs");
    jobs.forEach(job -> all.add(describe(job)));
    ArrayNode plugins = report.putArray("plugins");
    first.catalog().getPluginsList().forEach(plugin -> plugins.add(ProtoJson.toJson(plugin)));
  }

  private static ObjectNode describe(Job job) {
    ObjectNode node = (ObjectNode) ProtoJson.toJson(job.catalog().getJob());
    node.put("group", job.group())
        .put("state", job.isFresh() ? "running" : "silent")
        .put("lastSeenMillis", job.age().toMillis());
    job.checkpointAge().ifPresent(age -> node.put("checkpointAgeMillis", age.toMillis()));
    return node;
  }

  private static HttpResponse json(HttpStatus status, ObjectNode body) {
    return HttpResponse.of(status, MediaType.JSON_UTF_8, body.toString());
  }
}
