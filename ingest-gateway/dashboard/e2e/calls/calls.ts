import { create } from "@bufbuild/protobuf";
import { timestampNow } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient, type Transport } from "@connectrpc/connect";
import { Encoding, FrameSchema, type Frame } from "../../src/gen/darkroom/v1/frame_pb";
import {
  ImageProcessingService,
  StreamProcessVideoRequestSchema,
  type StreamProcessVideoRequest,
} from "../../src/gen/darkroom/v1/image_processing_service_pb";
import { PipelineService } from "../../src/gen/darkroom/v1/pipeline_service_pb";
import { StreamService } from "../../src/gen/darkroom/v1/stream_service_pb";
import { VideoService } from "../../src/gen/darkroom/v1/video_service_pb";

/** The kinds of calls that a protocol supports besides unary calls and server streams. */
export interface Capabilities {
  clientStreams: boolean;
  bidiStreams: boolean;
}

export interface Call {
  name: string;
  run(): Promise<void>;
}

/** The calls that every client must be able to make, against a stack with the demo. */
export function calls(transport: Transport, image: Uint8Array, capabilities: Capabilities): Call[] {
  return [
    ...unaryCalls(transport, image),
    ...serverStreams(transport),
    ...(capabilities.clientStreams ? clientStreams(transport, image) : []),
    ...(capabilities.bidiStreams ? bidiStreams(transport, image) : []),
  ];
}

function unaryCalls(transport: Transport, image: Uint8Array): Call[] {
  const images = createClient(ImageProcessingService, transport);
  const pipelines = createClient(PipelineService, transport);
  return [
    call("unary without side effects", async () => {
      const { filters } = await images.listFilters({});
      expect(
        filters.some((filter) => filter.id === "grayscale"),
        "grayscale is in the catalogue",
      );
    }),
    call("unary with bytes both ways", async () => {
      const result = await images.processImage({ image, chain: "grayscale | invert" });
      expect(isJpeg(result.image), "the answer is a JPEG");
      expect(result.processing?.filters.length === 2, "both filters ran");
    }),
    call("a pipeline is created, read and deleted", async () => {
      const pipelineId = `calls-${crypto.randomUUID()}`;
      await pipelines.putPipeline({ pipeline: { pipelineId, streamId: "calls", chain: "invert" } });
      const found = await pipelines.getPipeline({ pipelineId });
      expect(found.chain === "invert" && found.revision === 1n, "the pipeline exists");
      await pipelines.deletePipeline({ pipelineId });
      await fails(pipelines.getPipeline({ pipelineId }), Code.NotFound, "NOT_FOUND");
    }),
    call("an error has a code and says how to fix it", async () => {
      const missing = pipelines.getPipeline({ pipelineId: "missing" });
      const error = await fails(missing, Code.NotFound, "NOT_FOUND");
      expect(error.rawMessage.includes("missing"), `the message names it: ${error.rawMessage}`);
    }),
    call("an error names the field", async () => {
      const bad = images.processImage({ image, quality: 101 });
      const error = await fails(bad, Code.InvalidArgument, "INVALID_ARGUMENT");
      expect(detail(error, "google.rpc.BadRequest").includes("quality"), "quality is named");
    }),
    call("a bad chain is refused", async () => {
      const bad = images.processImage({ image, chain: "no_such_filter" });
      await fails(bad, Code.InvalidArgument, "INVALID_CHAIN");
    }),
    call("a deadline ends the call", async () => {
      const late = images.processImage({ image, chain: "invert" }, { timeoutMs: 1 });
      await fails(late, Code.DeadlineExceeded);
    }),
    call("the caller can cancel", async () => {
      const stop = new AbortController();
      const given = images.processImage({ image }, { signal: stop.signal });
      stop.abort();
      await fails(given, Code.Canceled);
    }),
  ];
}

function serverStreams(transport: Transport): Call[] {
  const streams = createClient(StreamService, transport);
  const pipelines = createClient(PipelineService, transport);
  return [
    call("server stream", async () => {
      const interval = { seconds: 0n, nanos: 100_000_000 };
      const seen = await take(
        (options) => streams.watchStreams({ streamIds: ["camera"], interval }, options),
        3,
      );
      expect(seen.length === 3, "three answers");
      expect(seen[2]?.streams[0]?.streamId === "camera", "they are about the camera");
    }),
    call("server stream of images", async () => {
      const of = { case: "pipelineId", value: "camera-edges" } as const;
      const frames = await take((options) => streams.watchFrames({ of }, options), 5);
      expect(
        frames.every(({ frame }) => isJpeg(frame!.image)),
        "every frame has an image",
      );
      expect(
        frames.every(({ position }) => position !== undefined),
        "every frame has a position",
      );
      const numbers = frames.map(({ frame }) => frame!.sequence);
      expect(
        numbers.every((n, i) => i === 0 || n > numbers[i - 1]!),
        "each is newer",
      );
    }),
    call("cancelling a watch ends the subscription", async () => {
      const pipelineId = `calls-${crypto.randomUUID()}`;
      await pipelines.putPipeline({
        pipeline: { pipelineId, streamId: "camera", chain: "invert" },
      });
      const of = { case: "pipelineId", value: pipelineId } as const;
      await take((options) => streams.watchFrames({ of }, options), 2);
      await eventually(async () => {
        const status = await streams.getStream({ streamId: "camera" });
        const mine = status.pipelines.find((pipeline) => pipeline.pipelineId === pipelineId);
        return mine?.subscribers === 0;
      }, "no subscriber is left");
      await pipelines.deletePipeline({ pipelineId });
    }),
    call("an invalid stream request is refused", async () => {
      await fails(
        take((options) => streams.watchFrames({}, options), 1),
        Code.InvalidArgument,
        "INVALID_ARGUMENT",
      );
    }),
    call("a deadline ends a stream", async () => {
      const endless = take(
        (options) =>
          streams.watchStreams({ streamIds: ["camera"] }, { ...options, timeoutMs: 300 }),
        1_000,
      );
      await fails(endless, Code.DeadlineExceeded);
    }),
  ];
}

function clientStreams(transport: Transport, image: Uint8Array): Call[] {
  const streams = createClient(StreamService, transport);
  const videos = createClient(VideoService, transport);
  return [
    call("client stream", async () => {
      const streamId = `calls-${crypto.randomUUID()}`;
      const answer = await streams.publishFrames(frames(streamId, image, 5));
      expect(answer.frames === 5n, `all are acknowledged: ${answer.frames}`);
    }),
    call("an error of a client stream", async () => {
      const name = `${crypto.randomUUID()}.mp4`;
      const upload = videos.uploadVideo(
        (async function* () {
          const start = { uploadId: name, name, totalBytes: 4n, offset: 0n };
          yield { part: { case: "start", value: start } } as const;
          yield { part: { case: "chunk", value: new Uint8Array([1, 2, 3, 4]) } } as const;
        })(),
      );
      await fails(upload, Code.InvalidArgument, "INVALID_VIDEO");
    }),
  ];
}

function bidiStreams(transport: Transport, image: Uint8Array): Call[] {
  const images = createClient(ImageProcessingService, transport);
  return [
    call("bidirectional stream with a change of the chain", async () => {
      const results = await take(
        () =>
          images.streamProcessVideo(
            (async function* () {
              yield settings("invert");
              for (let tag = 0n; tag < 5n; tag++) yield input(image, tag);
              yield settings("grayscale | sobel");
              for (let tag = 5n; tag < 10n; tag++) yield input(image, tag);
            })(),
          ),
        100,
      );
      expect(results.map((result) => Number(result.tag)).join() === "0,1,2,3,4,5,6,7,8,9", "order");
      const filters = results.map((result) =>
        result.result.case === "processed" ? result.result.value.processing?.filters.length : -1,
      );
      expect(
        filters.join() === "1,1,1,1,1,2,2,2,2,2",
        `each with its own chain: ${filters.join()}`,
      );
    }),
    call("a bad frame does not end a bidirectional stream", async () => {
      const results = await take(
        () =>
          images.streamProcessVideo(
            (async function* () {
              yield settings("invert");
              yield input(new Uint8Array([1, 2, 3]), 1n);
              yield input(image, 2n);
            })(),
          ),
        100,
      );
      const first = results[0]?.result;
      expect(first?.case === "error" && first.value.code === "INVALID_IMAGE", "first is refused");
      expect(results[1]?.result.case === "processed", "the next is processed");
    }),
    call("a bad chain ends a bidirectional stream", async () => {
      const results = () =>
        images.streamProcessVideo(
          (async function* () {
            yield settings("no_such_filter");
            yield input(image, 1n);
          })(),
        );
      await fails(take(results, 100), Code.InvalidArgument, "INVALID_CHAIN");
    }),
    call("the caller can cancel a bidirectional stream", async () => {
      const stop = new AbortController();
      const results = images.streamProcessVideo(
        (async function* () {
          yield settings("invert");
          for (let tag = 0n; !stop.signal.aborted; tag++) yield input(image, tag);
        })(),
        { signal: stop.signal },
      );
      await fails(
        (async () => {
          for await (const result of results) if (result.number === 3n) stop.abort();
        })(),
        Code.Canceled,
      );
    }),
  ];
}

async function* frames(streamId: string, image: Uint8Array, count: number): AsyncGenerator<Frame> {
  const epoch = BigInt(Date.now()) * 1000n;
  for (let n = 0; n < count; n++) {
    yield create(FrameSchema, {
      streamId,
      epoch,
      sequence: BigInt(n),
      capturedAt: timestampNow(),
      encoding: Encoding.JPEG,
      image,
    });
  }
}

function settings(chain: string): StreamProcessVideoRequest {
  return create(StreamProcessVideoRequestSchema, { part: { case: "settings", value: { chain } } });
}

function input(image: Uint8Array, tag: bigint): StreamProcessVideoRequest {
  return create(StreamProcessVideoRequestSchema, {
    part: { case: "frame", value: { image, tag, capturedAt: timestampNow() } },
  });
}

function call(name: string, run: () => Promise<void>): Call {
  return { name, run };
}

/** Reads up to `limit` messages, then aborts the call, which also frees its connection. */
async function take<T>(
  open: (options: { signal: AbortSignal }) => AsyncIterable<T>,
  limit: number,
): Promise<T[]> {
  const controller = new AbortController();
  const taken: T[] = [];
  try {
    for await (const message of open({ signal: controller.signal })) {
      taken.push(message);
      if (taken.length === limit) break;
    }
  } finally {
    controller.abort();
  }
  return taken;
}

/** Requires the Connect code and, if given, the gateway's error code in the details. */
async function fails(given: Promise<unknown>, code: Code, reason = ""): Promise<ConnectError> {
  const error = ConnectError.from(
    await given.then(
      () => undefined,
      (cause: unknown) => cause,
    ),
  );
  expect(error.code === code, `code ${Code[code]}, not ${Code[error.code]}: ${error}`);
  if (reason) {
    const info = detail(error, "google.rpc.ErrorInfo");
    expect(info.includes(reason), `the reason is ${reason}: ${info}`);
  }
  return error;
}

/** The readable part of an error detail, for which no message is generated. */
function detail(error: ConnectError, type: string): string {
  const found = error.details.find((given) => "type" in given && given.type === type);
  expect(found !== undefined, `${type} is among the details of: ${error}`);
  return new TextDecoder().decode((found as { value: Uint8Array }).value);
}

async function eventually(condition: () => Promise<boolean>, what: string): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await condition())) {
    expect(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8;
}

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`expected: ${what}`);
}
