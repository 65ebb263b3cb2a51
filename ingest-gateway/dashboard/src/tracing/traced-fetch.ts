import { type Span, SpanKind, SpanStatusCode, type Tracer } from "@opentelemetry/api";

/** Formats the W3C trace context of a span that is recorded. */
export function traceparentOf(span: Span): string {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
}

/**
 * Wraps `fetch`: a sampled call to the page's own origin gets a span and carries its context. Other
 * calls are unchanged, so that the gateway makes its own decision about them.
 *
 * @param spans address to which spans are exported; calls to it are not traced
 */
export function tracedFetch(original: typeof fetch, tracer: Tracer, spans: URL): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, spans);
    const elsewhere = url.origin !== spans.origin || url.protocol !== spans.protocol;
    if (elsewhere || url.href === spans.href) {
      return original(input, init);
    }
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const span = tracer.startSpan(nameOf(method, url), { kind: SpanKind.CLIENT });
    if (!span.isRecording()) {
      return original(input, init);
    }
    span.setAttributes({ "http.request.method": method, "url.path": url.pathname });
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : {}));
    headers.set("traceparent", traceparentOf(span));
    return ended(span, original(input, { ...init, headers }));
  };
}

/** Ends the span when the headers of the answer arrive: the body of a watch never ends. */
async function ended(span: Span, call: Promise<Response>): Promise<Response> {
  try {
    const response = await call;
    span.setAttribute("http.response.status_code", response.status);
    if (response.status >= 400) {
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    return response;
  } catch (cause) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(cause) });
    throw cause;
  } finally {
    span.end();
  }
}

/** `darkroom.v1.StreamService/WatchStreams` or `PUT /v1/pipelines`, without ids. */
function nameOf(method: string, { pathname }: URL): string {
  const rpc = /\/(darkroom\.v1\.\w+\/\w+)$/.exec(pathname);
  return rpc ? rpc[1]! : `${method} ${/\/v1\/[\w-]+/.exec(pathname)?.[0] ?? "page"}`;
}
