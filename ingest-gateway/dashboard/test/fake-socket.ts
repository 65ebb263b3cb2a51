import { create, toBinary } from "@bufbuild/protobuf";
import type { Socket } from "../src/frames/feed";
import { FrameSchema } from "../src/gen/darkroom/v1/frame_pb";

/** A WebSocket without a network; the test acts as the gateway. */
export class FakeSocket implements Socket {
  binaryType: BinaryType = "blob";
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event?: { code: number }) => void) | null = null;
  readonly sent: string[] = [];

  send(text: string): void {
    this.sent.push(text);
  }

  close(code = 1000): void {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  deliver(sequence: bigint): void {
    this.deliverBytes(toBinary(FrameSchema, create(FrameSchema, { sequence, epoch: 7n })));
  }

  deliverText(text: string): void {
    this.onmessage?.({ data: text });
  }

  deliverBytes(bytes: Uint8Array): void {
    this.onmessage?.({ data: bytes.slice().buffer });
  }
}
