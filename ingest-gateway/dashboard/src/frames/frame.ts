import { fromBinary } from "@bufbuild/protobuf";
import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { Encoding, FrameSchema, type Processing } from "../gen/darkroom/v1/frame_pb";

export { Encoding };

/** The encoded image of a frame; `bytes` is a view of the received message, not a copy. */
export interface EncodedImage {
  encoding: Encoding;
  width: number;
  height: number;
  bytes: Uint8Array<ArrayBuffer>;
}

/** One received frame. `capturedAt` is in milliseconds since 1970 by the producer's clock. */
export interface Frame {
  epoch: bigint;
  sequence: bigint;
  capturedAt: number | undefined;
  image: EncodedImage;
  lineage: Lineage | undefined;
}

/** How a processed frame was made. */
export interface Lineage {
  revision: number;
  accelerator: string;
  fellBack: boolean;
  warmingUp: boolean;
  /** In processing order: queue, decode, each filter, encode. */
  stages: Stage[];
}

export interface Stage {
  name: string;
  kind: "queue" | "decode" | "filter" | "encode";
  millis: number;
}

/** Reads one WebSocket message; throws if it is not a frame. */
export function decodeFrame(message: ArrayBuffer): Frame {
  const frame = fromBinary(FrameSchema, new Uint8Array(message));
  return {
    epoch: frame.epoch,
    sequence: frame.sequence,
    capturedAt: millis(frame.capturedAt),
    image: {
      encoding: frame.encoding,
      width: frame.widthPx,
      height: frame.heightPx,
      bytes: frame.image as Uint8Array<ArrayBuffer>,
    },
    lineage: frame.processing && lineage(frame.processing),
  };
}

function millis(timestamp: Timestamp | undefined): number | undefined {
  return timestamp && timestampMs(timestamp);
}

function lineage(processing: Processing): Lineage {
  const filters = processing.filters.map((time): Stage => {
    return { name: time.filterId, kind: "filter", millis: Number(time.micros) / 1000 };
  });
  return {
    revision: Number(processing.revision),
    accelerator: processing.accelerator,
    fellBack: processing.fellBack,
    warmingUp: processing.warmingUp,
    stages: [
      { name: "queue", kind: "queue", millis: Number(processing.queueMicros) / 1000 },
      { name: "decode", kind: "decode", millis: Number(processing.decodeMicros) / 1000 },
      ...filters,
      { name: "encode", kind: "encode", millis: Number(processing.encodeMicros) / 1000 },
    ],
  };
}
