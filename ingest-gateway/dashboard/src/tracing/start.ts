import { TelemetryService } from "../gen/darkroom/v1/telemetry_service_pb";
import type { Rpc } from "../api/rpc";

/**
 * Traces the page's calls and webcam frames if the gateway says so. Without an answer the page is
 * not traced.
 *
 * @param base root of the API's paths
 */
export async function startTracing(rpc: Rpc, base: URL): Promise<void> {
  try {
    const { pageRatio } = await rpc.client(TelemetryService).getTracing({});
    if (pageRatio > 0) {
      const { tracePage } = await import("./page-tracer");
      tracePage(new URL("tracing/spans", base), pageRatio);
    }
  } catch {
    // The page works without traces, and the banner reports a gateway that does not answer.
  }
}
