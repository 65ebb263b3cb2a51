package io.darkroom.gateway.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import io.darkroom.gateway.catalog.Catalogue;
import io.darkroom.gateway.health.Dependency;
import io.darkroom.gateway.health.Readiness;
import io.darkroom.gateway.json.ProtoJson;
import io.darkroom.v1.Catalog;
import java.util.List;

/** What probes and people ask: alive, ready, and how each dependency fares. */
public record HealthApi(
    Readiness readiness, List<Dependency> dependencies, Catalogue catalogue, String version) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** 200 as long as the process serves at all. */
  public HttpService livez() {
    return (context, request) -> json(HttpStatus.OK, JSON.createObjectNode().put("alive", true));
  }

  /** 200 or 503, naming what is missing. */
  public HttpService readyz() {
    return (context, request) -> {
      List<String> missing = readiness.missing();
      ObjectNode body = JSON.createObjectNode().put("ready", missing.isEmpty());
      missing.forEach(body.putArray("missing")::add);
      return json(missing.isEmpty() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE, body);
    };
  }

  /** Always 200: for people, with each dependency's state. */
  public HttpService healthz() {
    return (context, request) -> json(HttpStatus.OK, report());
  }

  private ObjectNode report() {
    ObjectNode report =
        JSON.createObjectNode()
            .put("status", readiness.missing().isEmpty() ? "ok" : "degraded")
            .put("version", version)
            .put("draining", readiness.isDraining());
    ObjectNode states = report.putObject("dependencies");
    for (Dependency dependency : dependencies) {
      Dependency.State state = dependency.state();
      states
          .putObject(dependency.name())
          .put("state", state.up() ? "up" : "down")
          .put("since", state.since().toString())
          .put("lastError", state.lastError());
    }
    ObjectNode job = states.putObject("job").put("state", catalogue.isFresh() ? "up" : "down");
    catalogue.age().ifPresent(age -> job.put("lastSeenMillis", age.toMillis()));
    catalogue.last().ifPresent(last -> tell(last, report));
    return report;
  }

  private static void tell(Catalog catalog, ObjectNode report) {
    report.set("job", ProtoJson.toJson(catalog.getJob()));
    ArrayNode plugins = report.putArray("plugins");
    catalog.getPluginsList().forEach(plugin -> plugins.add(ProtoJson.toJson(plugin)));
  }

  private static HttpResponse json(HttpStatus status, ObjectNode body) {
    return HttpResponse.of(status, MediaType.JSON_UTF_8, body.toString());
  }
}
