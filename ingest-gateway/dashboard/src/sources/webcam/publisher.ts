import { create, toBinary } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Backoff } from "../../api/backoff";
import { gate } from "../../api/gate";
import * as read from "../../api/json";
import { Encoding, FrameSchema } from "../../gen/darkroom/v1/frame_pb";
import { type FrameTrace, frameTraces } from "../../tracing/frame-traces";
import type { Jpeg } from "./jpeg";

/** The subset of `WebSocket` that a publisher uses. */
export interface PublishSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event?: { code: number }) => void) | null;
  send(data: Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface PublishListener {
  connectionChanged(connected: boolean): void;
  /** The gateway has stored a frame. */
  stored(): void;
  /** The gateway has refused a frame. */
  refused(reason: string): void;
}

const OPEN = 1;
const MAX_BUFFERED_BYTES = 128 << 10;
const MAX_UNANSWERED = 8;

/**
 * Publishes frames over a WebSocket. Frames that would wait in the socket are not to be sent:
 * see {@link ready}. Reconnects until it is closed.
 */
export class FramePublisher {
  private socket: PublishSocket | undefined;
  /** One entry per frame that was sent and not answered yet, in this order. */
  private unanswered: (FrameTrace | undefined)[] = [];
  private sequence = 0n;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly epoch = BigInt(Date.now()) * 1000n;

  constructor(
    private readonly url: string,
    private readonly streamId: string,
    private readonly listener: PublishListener,
    private readonly connect: (url: string) => PublishSocket = (address) =>
      new WebSocket(address) as PublishSocket,
    private readonly backoff = new Backoff(500, 8000),
  ) {
    this.open();
  }

  /** Whether a frame can be sent without waiting behind others. */
  get ready(): boolean {
    const { socket } = this;
    return (
      socket?.readyState === OPEN &&
      socket.bufferedAmount <= MAX_BUFFERED_BYTES &&
      this.unanswered.length < MAX_UNANSWERED
    );
  }

  /**
   * @param capturedAt milliseconds since 1970
   */
  publish({ bytes, widthPx, heightPx }: Jpeg, capturedAt: number): void {
    if (!this.ready) {
      return;
    }
    const trace = frameTraces.begin(this.streamId);
    const frame = create(FrameSchema, {
      trace: trace && { traceparent: trace.traceparent },
      streamId: this.streamId,
      epoch: this.epoch,
      sequence: this.sequence++,
      capturedAt: timestampFromMs(capturedAt),
      encoding: Encoding.JPEG,
      widthPx,
      heightPx,
      image: bytes,
    });
    this.unanswered.push(trace);
    this.socket!.send(toBinary(FrameSchema, frame));
  }

  close(): void {
    clearTimeout(this.retry);
    const { socket } = this;
    this.socket = undefined;
    this.abandon();
    socket?.close();
  }

  private open(): void {
    const socket = this.connect(this.url);
    this.socket = socket;
    socket.onopen = () => socket === this.socket && this.listener.connectionChanged(true);
    socket.onmessage = ({ data }) => socket === this.socket && this.answered(data);
    socket.onclose = (event) => socket === this.socket && this.reopen(socket, event?.code);
  }

  private reopen(closed: PublishSocket, code: number | undefined): void {
    gate.closedWith(code);
    this.abandon();
    this.listener.connectionChanged(false);
    const open = () => closed === this.socket && this.open();
    this.retry = setTimeout(() => gate.pass(open), this.backoff.next());
  }

  /** Ends the traces of frames that will not be answered. */
  private abandon(): void {
    this.unanswered.forEach((trace) => trace?.end("connection closed"));
    this.unanswered = [];
  }

  private answered(data: unknown): void {
    const trace = this.unanswered.shift();
    const answer = parse(data);
    if (answer.error) {
      const reason = read.text(read.object(answer.error).message);
      trace?.end(reason);
      this.listener.refused(reason);
      return;
    }
    trace?.end();
    this.backoff.reset();
    this.listener.stored();
  }
}

function parse(data: unknown): read.Json {
  try {
    return read.object(JSON.parse(String(data)));
  } catch {
    return {};
  }
}
