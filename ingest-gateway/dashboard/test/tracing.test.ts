import { fromBinary } from "@bufbuild/protobuf";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  InMemorySpanExporter,
  type Sampler,
  SimpleSpanProcessor,
  WebTracerProvider,
} from "@opentelemetry/sdk-trace-web";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FrameSchema } from "../src/gen/darkroom/v1/frame_pb";
import { FramePublisher, type PublishSocket } from "../src/sources/webcam/publisher";
import { frameTraces } from "../src/tracing/frame-traces";
import { tracedFetch } from "../src/tracing/traced-fetch";

const SPANS = new URL("http://gateway/v1/tracing/spans");
const TRACEPARENT = /^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/;

/** A `fetch` that answers each call with a status, and the spans that its tracing records. */
function traced(sampler: Sampler, status = 200) {
  const exporter = new InMemorySpanExporter();
  const provider = new WebTracerProvider({
    sampler,
    spanProcessors: [new SimpleSpanProcessor(exporter)],
  });
  const original = vi.fn<typeof fetch>(async () => {
    if (status === 0) {
      throw new TypeError("no connection");
    }
    return new Response("{}", { status });
  });
  const call = tracedFetch(original, provider.getTracer("test"), SPANS);
  const sent = () => new Headers(original.mock.lastCall?.[1]?.headers).get("traceparent");
  return { call, original, sent, spans: () => exporter.getFinishedSpans() };
}

describe("tracedFetch", () => {
  it("gives each call a span, and sends its context along with the call's own headers", async () => {
    const { call, original, sent, spans } = traced(new AlwaysOnSampler());
    const init = { method: "PUT", headers: { "content-type": "application/json" }, body: "{}" };
    await call(new URL("http://gateway/v1/pipelines/edges"), init);
    expect(sent()).toMatch(TRACEPARENT);
    expect(original.mock.lastCall?.[1]).toMatchObject({ method: "PUT", body: "{}" });
    expect(new Headers(original.mock.lastCall?.[1]?.headers).get("content-type")).toBe(
      "application/json",
    );
    const [span] = spans();
    expect(span!.name).toBe("PUT /v1/pipelines");
    expect(sent()).toContain(span!.spanContext().spanId);
    expect(span!.attributes).toEqual({
      "http.request.method": "PUT",
      "url.path": "/v1/pipelines/edges",
      "http.response.status_code": 200,
    });
  });

  it("names an RPC by its method", async () => {
    const { call, spans } = traced(new AlwaysOnSampler());
    await call("http://gateway/behind/darkroom.v1.StreamService/WatchStreams", { method: "POST" });
    expect(spans()[0]!.name).toBe("darkroom.v1.StreamService/WatchStreams");
  });

  it("leaves calls alone that are not sampled, go elsewhere or export spans", async () => {
    const unsampled = traced(new AlwaysOffSampler());
    await unsampled.call("http://gateway/v1/streams");
    expect(unsampled.sent()).toBeNull();
    const { call, sent, spans } = traced(new AlwaysOnSampler());
    for (const url of ["http://elsewhere/v1/streams", SPANS, "blob:http://gateway/1"]) {
      await call(url).catch(() => undefined);
      expect(sent()).toBeNull();
    }
    expect(spans()).toEqual([]);
  });

  it.each([503, 0])("marks the span of a failed call (%i)", async (status) => {
    const { call, spans } = traced(new AlwaysOnSampler(), status);
    await call("http://gateway/v1/streams").catch(() => undefined);
    expect(spans()[0]!.status.code).toBe(2);
  });
});

describe("FramePublisher", () => {
  const begin = frameTraces.begin;
  afterEach(() => void (frameTraces.begin = begin));

  function publishing() {
    const socket = {
      readyState: 1,
      bufferedAmount: 0,
      sent: [] as Uint8Array[],
      send: (data: Uint8Array<ArrayBuffer>) => void socket.sent.push(data),
      close: () => undefined,
    } as unknown as PublishSocket & { sent: Uint8Array[] };
    const listener = { connectionChanged: vi.fn(), stored: vi.fn(), refused: vi.fn() };
    const publisher = new FramePublisher("ws://gateway", "webcam", listener, () => socket);
    const publish = () =>
      publisher.publish({ bytes: new Uint8Array([1]), widthPx: 1, heightPx: 1 }, 0);
    const traceOf = (index: number) => fromBinary(FrameSchema, socket.sent[index]!).trace;
    return { publisher, socket, publish, traceOf };
  }

  it("sends the trace of a frame with it, and ends it with the gateway's answer", () => {
    const end = vi.fn();
    frameTraces.begin = (streamId) => ({ traceparent: `00-${streamId}`, end });
    const { publisher, socket, publish, traceOf } = publishing();
    [1, 2, 3].forEach(publish);
    expect(traceOf(0)?.traceparent).toBe("00-webcam");
    socket.onmessage!({ data: "{}" });
    expect(end.mock.lastCall).toEqual([]);
    socket.onmessage!({ data: '{"error":{"message":"image: too large."}}' });
    expect(end).toHaveBeenLastCalledWith("image: too large.");
    publisher.close();
    expect(end).toHaveBeenLastCalledWith("connection closed");
    expect(end).toHaveBeenCalledTimes(3);
  });

  it("sends frames without a trace until tracing starts", () => {
    const { publish, traceOf } = publishing();
    publish();
    expect(traceOf(0)).toBeUndefined();
  });
});
