import { SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import {
  BatchSpanProcessor,
  TraceIdRatioBasedSampler,
  WebTracerProvider,
} from "@opentelemetry/sdk-trace-web";
import { type FrameTrace, frameTraces } from "./frame-traces";
import { traceparentOf, tracedFetch } from "./traced-fetch";

const MAX_WAITING_SPANS = 512;
const MAX_SPANS_PER_EXPORT = 128;
const EXPORT_EVERY_MILLIS = 2000;

/**
 * Traces the calls of this page and the frames of its webcam from now on.
 *
 * @param spans address that receives the spans
 * @param ratio the part of the calls and frames that is traced, 0 to 1
 */
export function tracePage(spans: URL, ratio: number): void {
  const tracer = tracerTo(spans, ratio);
  window.fetch = tracedFetch(window.fetch.bind(window), tracer, spans);
  frameTraces.begin = (streamId) => frameTrace(tracer, streamId);
}

function tracerTo(spans: URL, ratio: number): Tracer {
  const processor = new BatchSpanProcessor(new OTLPTraceExporter({ url: spans.href }), {
    maxQueueSize: MAX_WAITING_SPANS,
    maxExportBatchSize: MAX_SPANS_PER_EXPORT,
    scheduledDelayMillis: EXPORT_EVERY_MILLIS,
  });
  return new WebTracerProvider({
    sampler: new TraceIdRatioBasedSampler(ratio),
    spanProcessors: [processor],
  }).getTracer("darkroom-dashboard");
}

function frameTrace(tracer: Tracer, streamId: string): FrameTrace | undefined {
  const span = tracer.startSpan("publish frame", { kind: SpanKind.PRODUCER });
  if (!span.isRecording()) {
    return undefined;
  }
  span.setAttribute("darkroom.stream", streamId);
  return {
    traceparent: traceparentOf(span),
    end: (problem) => {
      if (problem !== undefined) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: problem });
      }
      span.end();
    },
  };
}
