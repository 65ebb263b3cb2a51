import { createConnectTransport, createGrpcWebTransport } from "@connectrpc/connect-web";
import { calls } from "./calls";

/** Runs every call over every protocol that a page can use, and returns the outcome of each. */
async function run(): Promise<Record<string, string>> {
  const baseUrl = location.origin;
  const image = await (await fetch("/v1/pipelines/camera-edges/snapshot")).bytes();
  const transports = {
    "Connect, JSON": createConnectTransport({ baseUrl }),
    "Connect, binary": createConnectTransport({ baseUrl, useBinaryFormat: true }),
    "Connect, GET": createConnectTransport({ baseUrl, useHttpGet: true }),
    "gRPC-Web": createGrpcWebTransport({ baseUrl }),
  };
  const outcomes: Record<string, string> = {};
  for (const [protocol, transport] of Object.entries(transports)) {
    for (const call of calls(transport, image, { clientStreams: false, bidiStreams: false })) {
      outcomes[`${protocol}: ${call.name}`] = await call.run().then(() => "passed", String);
    }
  }
  return outcomes;
}

declare global {
  interface Window {
    runCalls: typeof run;
  }
}
window.runCalls = run;
