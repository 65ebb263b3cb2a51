import { type Client, Code, ConnectError, type Transport, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { ApiError } from "./api";
import type { Pipeline as PipelineMessage } from "./gen/darkroom/v1/pipeline_pb";
import { PipelineService } from "./gen/darkroom/v1/pipeline_service_pb";
import { SourceService } from "./gen/darkroom/v1/source_service_pb";
import { StreamService } from "./gen/darkroom/v1/stream_pb";
import { VideoService } from "./gen/darkroom/v1/video_service_pb";
import type { Pipeline } from "./model";

const OUT_OF_REACH = new Set([Code.Unknown, Code.Unavailable, Code.DeadlineExceeded, Code.Internal]);

/** The gateway's services by Connect. */
export class Rpc {
  readonly streams: Client<typeof StreamService>;
  readonly pipelines: Client<typeof PipelineService>;
  readonly sources: Client<typeof SourceService>;
  readonly videos: Client<typeof VideoService>;

  constructor(transport: Transport) {
    this.streams = createClient(StreamService, transport);
    this.pipelines = createClient(PipelineService, transport);
    this.sources = createClient(SourceService, transport);
    this.videos = createClient(VideoService, transport);
  }

  /**
   * @param base where the gateway's paths begin
   */
  static at(base: URL): Rpc {
    return new Rpc(createConnectTransport({ baseUrl: base.href, useBinaryFormat: true }));
  }
}

/** What went wrong with a call, as the page tells it. */
export function failureOf(cause: unknown): ApiError {
  const error = ConnectError.from(cause);
  if (error.code === Code.Unknown || error.rawMessage === "") {
    return new ApiError("UNREACHABLE", "gateway: no connection. Check that it runs.", 0);
  }
  const status = OUT_OF_REACH.has(error.code) ? 503 : 400;
  return new ApiError(Code[error.code], error.rawMessage, status);
}

/** A pipeline as the page has it. */
export function pipelineOf(message: PipelineMessage): Pipeline {
  const { pipelineId, streamId, chain, accelerator, output, labels, enabled, revision } = message;
  const { encoding = "", quality = 0, scale = 0 } = output ?? {};
  return {
    pipelineId,
    streamId,
    chain,
    accelerator: accelerator || "auto",
    output: { encoding: encoding || "jpeg", quality: quality || 90, scale: scale || 1 },
    labels,
    enabled: enabled ?? true,
    revision: Number(revision),
  };
}
