import * as read from "./json";
import type { Catalogue, Pipeline, PipelineRequest } from "./model";

/** One thing wrong with a request; `column` counts from 1 and is 0 where it means nothing. */
export interface Detail {
  field: string;
  column: number;
  description: string;
}

/** What the gateway said against a request, or that it could not be reached at all. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
    readonly details: Detail[] = [],
    /** Whether the same call may succeed later. */
    readonly retryable = status === 0 || status >= 500,
    /** By which the gateway's log has the call; empty where it has none. */
    readonly correlationId = "",
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** Whether waiting may help: nothing came, or the gateway itself is in trouble. */
  get unreachable(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

const TIMEOUT_MILLIS = 5000;

/** The gateway's HTTP interface. Every call rejects with an {@link ApiError}. */
export class Api {
  constructor(
    private readonly base: URL,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async catalogue(): Promise<Catalogue> {
    return read.catalogue(await this.call("GET", "filters"));
  }

  /** Makes or changes a pipeline and gives it back with its new revision. */
  async putPipeline(pipelineId: string, request: PipelineRequest): Promise<Pipeline> {
    const { streamId, chain, accelerator, output, labels, enabled } = request;
    const wanted = { streamId, chain, accelerator, output, labels, enabled };
    const path = `pipelines/${encodeURIComponent(pipelineId)}`;
    const answer = await this.call("PUT", path, wanted);
    return read.pipeline({ pipelineId, ...wanted, ...answer });
  }

  private async call(method: string, path: string, body?: unknown): Promise<read.Json> {
    const response = await this.send(method, path, body);
    const json = read.object(await response.json().catch(() => undefined));
    if (!response.ok) {
      throw failure(response.status, json);
    }
    return json;
  }

  private async send(method: string, path: string, body?: unknown): Promise<Response> {
    const request: RequestInit = { method, signal: AbortSignal.timeout(TIMEOUT_MILLIS) };
    if (body !== undefined) {
      request.headers = { "content-type": "application/json" };
      request.body = JSON.stringify(body);
    }
    try {
      return await this.fetcher(new URL(path, this.base), request);
    } catch (cause) {
      const late = cause instanceof DOMException && cause.name === "TimeoutError";
      const what = late ? `no answer within ${TIMEOUT_MILLIS / 1000} s` : "no connection";
      throw new ApiError("UNREACHABLE", `gateway: ${what}. Check that it runs.`, 0);
    }
  }
}

/** The error that the gateway answered with: the same shape for every call. */
export function failure(status: number, json: read.Json): ApiError {
  const message = read.text(json.message, `gateway: HTTP status ${status} without a reason.`);
  const details = read.list(json.details).map((detail) => ({
    field: read.text(detail.field),
    column: read.number(detail.column),
    description: read.text(detail.description),
  }));
  const retryable = typeof json.retryable === "boolean" ? json.retryable : undefined;
  return new ApiError(
    read.text(json.code, `HTTP_${status}`),
    message,
    status,
    details,
    retryable,
    read.text(json.correlationId),
  );
}
