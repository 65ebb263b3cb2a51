import type { Transport } from "@connectrpc/connect";
import {
  createConnectTransport,
  createGrpcTransport,
  createGrpcWebTransport,
} from "@connectrpc/connect-node";
import { describe, test } from "vitest";
import { calls, type Capabilities } from "./calls";

const baseUrl = process.env.GATEWAY ?? "http://localhost:8080";
const snapshot = await fetch(`${baseUrl}/v1/pipelines/camera-edges/snapshot`);
const image = new Uint8Array(await snapshot.arrayBuffer());

const everything: Capabilities = { clientStreams: true, bidiStreams: true };
const withoutBidi: Capabilities = { clientStreams: true, bidiStreams: false };
const serverOnly: Capabilities = { clientStreams: false, bidiStreams: false };

const h1 = { baseUrl, httpVersion: "1.1" } as const;
const h2 = { baseUrl, httpVersion: "2" } as const;
const transports: [string, Transport, Capabilities][] = [
  [
    "Connect, HTTP/1.1, binary",
    createConnectTransport({ ...h1, useBinaryFormat: true }),
    withoutBidi,
  ],
  [
    "Connect, HTTP/1.1, JSON",
    createConnectTransport({ ...h1, useBinaryFormat: false }),
    withoutBidi,
  ],
  ["Connect, HTTP/1.1, GET", createConnectTransport({ ...h1, useHttpGet: true }), withoutBidi],
  ["Connect, HTTP/2, binary", createConnectTransport({ ...h2, useBinaryFormat: true }), everything],
  ["Connect, HTTP/2, JSON", createConnectTransport({ ...h2, useBinaryFormat: false }), everything],
  ["gRPC", createGrpcTransport({ baseUrl }), everything],
  ["gRPC-Web, HTTP/1.1", createGrpcWebTransport(h1), serverOnly],
  ["gRPC-Web, HTTP/2", createGrpcWebTransport(h2), serverOnly],
];

for (const [protocol, transport, capabilities] of transports) {
  describe(protocol, () => {
    for (const call of calls(transport, image, capabilities)) {
      test(call.name, call.run);
    }
  });
}
