import * as read from "./json";
import type { Catalogue, Pipeline, PipelineRequest, Preset } from "./model";

/** One problem with a request; `column` counts from 1 and is 0 if no column applies. */
export interface Detail {
  field: string;
  column: number;
  description: string;
}

/** An error that the gateway returned, or a failure to reach it. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** HTTP status; 0 without an answer. */
    readonly status: number,
    readonly details: Detail[] = [],
    /** Whether the same call may succeed later. */
    readonly retryable = status === 0 || status >= 500,
    /** Identifies the call in the gateway's log; may be empty. */
    readonly correlationId = "",
  ) {
    super(message);
    this.name = "ApiError";
  }

  /** Whether there was no answer, or the gateway itself failed. */
  get unreachable(): boolean {
    return this.status === 0 || this.status >= 500;
  }
}

const TIMEOUT_MILLIS = 5000;

/** Calls the gateway's HTTP API. Failed calls reject with an {@link ApiError}. */
export class Api {
  constructor(
    private readonly base: URL,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async catalogue(): Promise<Catalogue> {
    return read.catalogue(await this.call("GET", "filters"));
  }

  /** Creates or replaces a pipeline and returns it with its new revision. */
  putPipeline(pipelineId: string, request: PipelineRequest): Promise<Pipeline> {
    return this.definePipeline(pipelineId, request);
  }

  /** Creates a pipeline; fails with `ALREADY_EXISTS` if there is one with this id. */
  createPipeline(pipelineId: string, request: PipelineRequest): Promise<Pipeline> {
    return this.definePipeline(pipelineId, request, { "if-none-match": "*" });
  }

  private async definePipeline(
    pipelineId: string,
    { streamId, chain, accelerator, output, labels, enabled, onDemand }: PipelineRequest,
    headers?: Record<string, string>,
  ): Promise<Pipeline> {
    const body = {
      streamId,
      chain,
      accelerator,
      output,
      labels,
      enabled,
      // A gateway that is older than this page refuses fields that it does not know.
      onDemand: onDemand || undefined,
    };
    const answer = await this.call(
      "PUT",
      `pipelines/${encodeURIComponent(pipelineId)}`,
      body,
      headers,
    );
    return read.pipeline({ pipelineId, ...body, ...answer });
  }

  async pipelineIds(): Promise<string[]> {
    const { pipelines } = await this.call("GET", "pipelines");
    return read.list(pipelines).map(({ pipelineId }) => read.text(pipelineId));
  }

  async deletePipeline(pipelineId: string): Promise<void> {
    await this.call("DELETE", `pipelines/${encodeURIComponent(pipelineId)}`);
  }

  async presets(): Promise<Preset[]> {
    const { presets } = await this.call("GET", "presets");
    return read.list(presets).map(read.preset);
  }

  /** Creates or replaces a preset. */
  async putPreset({ presetId, title, chain }: Preset): Promise<Preset> {
    const path = `presets/${encodeURIComponent(presetId)}`;
    return read.preset({ presetId, ...(await this.call("PUT", path, { title, chain })) });
  }

  async deletePreset(presetId: string): Promise<void> {
    await this.call("DELETE", `presets/${encodeURIComponent(presetId)}`);
  }

  private async call(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<read.Json> {
    const response = await this.send(method, path, body, headers);
    const json = read.object(await response.json().catch(() => undefined));
    if (!response.ok) {
      throw failure(response.status, json);
    }
    return json;
  }

  private async send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Response> {
    const request: RequestInit = { method, signal: AbortSignal.timeout(TIMEOUT_MILLIS) };
    if (body !== undefined) {
      request.headers = { "content-type": "application/json", ...headers };
      request.body = JSON.stringify(body);
    }
    try {
      return await this.fetcher(new URL(path, this.base), request);
    } catch (cause) {
      const timedOut = cause instanceof DOMException && cause.name === "TimeoutError";
      const problem = timedOut ? `no answer within ${TIMEOUT_MILLIS / 1000} s` : "no connection";
      throw new ApiError("UNREACHABLE", `gateway: ${problem}. Check that it is running.`, 0);
    }
  }
}

/** Reads the gateway's error, which has the same structure for every call. */
export function failure(status: number, json: read.Json): ApiError {
  const message = read.text(json.message, `gateway: HTTP status ${status} without a message.`);
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
