import type { DescService } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, type Transport, createClient } from "@connectrpc/connect";
import { createConnectTransport } from "@connectrpc/connect-web";
import { ApiError } from "./api";
import type { Pipeline as PipelineMessage } from "../gen/darkroom/v1/pipeline_pb";
import { PipelineService } from "../gen/darkroom/v1/pipeline_service_pb";
import { StreamService } from "../gen/darkroom/v1/stream_service_pb";
import type { Pipeline } from "./model";

const SERVER_FAILURES = new Set([
  Code.Unknown,
  Code.Unavailable,
  Code.DeadlineExceeded,
  Code.Internal,
]);

/** Connect clients of the gateway's services. */
export class Rpc {
  readonly streams: Client<typeof StreamService>;
  readonly pipelines: Client<typeof PipelineService>;

  constructor(private readonly transport: Transport) {
    this.streams = createClient(StreamService, transport);
    this.pipelines = createClient(PipelineService, transport);
  }

  /** A client of another service, whose code is loaded with the part of the page that uses it. */
  client<S extends DescService>(service: S): Client<S> {
    return createClient(service, this.transport);
  }

  /**
   * @param base root of the gateway's paths
   */
  static at(base: URL): Rpc {
    return new Rpc(createConnectTransport({ baseUrl: base.href, useBinaryFormat: true }));
  }
}

/** Converts the failure of a call to the page's error. */
export function failureOf(cause: unknown): ApiError {
  const error = ConnectError.from(cause);
  if (error.code === Code.Unknown || error.rawMessage === "") {
    return new ApiError("UNREACHABLE", "gateway: no connection. Check that it is running.", 0);
  }
  const status = SERVER_FAILURES.has(error.code) ? 503 : 400;
  return new ApiError(Code[error.code], error.rawMessage, status);
}

/** Converts a pipeline to the page's model. */
export function pipelineOf(message: PipelineMessage): Pipeline {
  const { pipelineId, streamId, chain, accelerator, output, labels, enabled, onDemand } = message;
  const { encoding = "", quality = 0, scale = 0 } = output ?? {};
  return {
    pipelineId,
    streamId,
    chain,
    accelerator: accelerator || "auto",
    output: { encoding: encoding || "jpeg", quality: quality || 90, scale: scale || 1 },
    labels,
    enabled: enabled ?? true,
    onDemand,
    revision: Number(message.revision),
    uid: message.uid,
  };
}
