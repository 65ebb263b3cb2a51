package io.darkroom.gateway.rpc.system;

import io.darkroom.v1.GetAvailableToolsResponse;
import io.darkroom.v1.Tool;
import io.darkroom.v1.ToolCategory;
import java.util.Map;

/**
 * Lists the tools for users and operators: the gateway's own, and those that the operator has
 * added.
 *
 * @param added names and URLs
 */
public record Tools(Map<String, String> added) {

  public GetAvailableToolsResponse toMessage() {
    GetAvailableToolsResponse.Builder tools =
        GetAvailableToolsResponse.newBuilder()
            .addCategories(
                category("page", "Page")
                    .addTools(tool("dashboard", "Dashboard", "Streams and pipelines, live.", "/")))
            .addCategories(
                category("api", "API")
                    .addTools(
                        tool(
                            "docs",
                            "API page",
                            "Documents every call and lets you try it.",
                            "/docs/"))
                    .addTools(
                        tool(
                            "openapi",
                            "OpenAPI",
                            "OpenAPI document of the HTTP API.",
                            "/openapi.json")))
            .addCategories(
                category("operation", "Operation")
                    .addTools(tool("metrics", "Metrics", "Metrics for Prometheus.", "/metrics"))
                    .addTools(
                        tool("health", "Health", "The health of each dependency.", "/healthz"))
                    .addTools(
                        tool(
                            "readiness",
                            "Readiness",
                            "Whether the gateway accepts traffic.",
                            "/readyz")));
    if (!added.isEmpty()) {
      ToolCategory.Builder others = category("more", "More");
      added.forEach((name, url) -> others.addTools(tool(name, name, "", url)));
      tools.addCategories(others);
    }
    return tools.build();
  }

  private static ToolCategory.Builder category(String id, String name) {
    return ToolCategory.newBuilder().setId(id).setName(name);
  }

  private static Tool tool(String id, String name, String description, String url) {
    return Tool.newBuilder()
        .setId(id)
        .setName(name)
        .setDescription(description)
        .setUrl(url)
        .build();
  }
}
