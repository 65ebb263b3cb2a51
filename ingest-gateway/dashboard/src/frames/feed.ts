import { Backoff } from "../api/backoff";
import { decodeFrame, type Frame } from "./frame";

/** The subset of `WebSocket` that a feed uses. */
export interface Socket {
  binaryType: BinaryType;
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: (() => void) | null;
  send(text: string): void;
  close(): void;
}

export type FeedState = "connecting" | "open" | "retrying";

/** Receives a feed's frames and states. `draw` resolves when the frame is on the screen. */
export interface FeedListener {
  draw(frame: Frame): Promise<void>;
  /** A frame was received but not drawn. */
  skipped(frame: Frame | undefined, reason: "late" | "undrawable" | "undecodable"): void;
  feedChanged(state: FeedState): void;
}

interface Received {
  frame: Frame;
  from: Socket;
}

const OPEN = 1;

/** The sub-protocol in which watchers acknowledge frames. */
const ACKNOWLEDGING = "darkroom.v1.ack";

/**
 * Receives frames from one WebSocket and draws the newest: while a frame is being drawn, only the
 * newest other one waits, and the rest are skipped. Acknowledges each frame when it is drawn or
 * skipped, so that the gateway sends the next. Reconnects until the owner stops it.
 */
export class FrameFeed {
  private socket: Socket | undefined;
  private waiting: Received | undefined;
  private drawing = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly url: string,
    private readonly listener: FeedListener,
    private readonly connect: (url: string) => Socket = (address) =>
      new WebSocket(address, ACKNOWLEDGING) as Socket,
    private readonly backoff = new Backoff(500, 8000),
  ) {}

  start(): void {
    if (!this.socket) {
      this.open();
    }
  }

  stop(): void {
    clearTimeout(this.retry);
    const socket = this.socket;
    this.socket = undefined;
    this.waiting = undefined;
    socket?.close();
  }

  private open(): void {
    this.listener.feedChanged("connecting");
    const socket = this.connect(this.url);
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => this.isCurrent(socket) && this.listener.feedChanged("open");
    socket.onmessage = (event) => this.isCurrent(socket) && this.receive(event.data, socket);
    socket.onclose = () => this.isCurrent(socket) && this.reopen();
  }

  private reopen(): void {
    this.listener.feedChanged("retrying");
    this.retry = setTimeout(() => this.open(), this.backoff.next());
  }

  private receive(data: unknown, from: Socket): void {
    if (typeof data === "string") {
      // Control messages do not matter for drawing.
      return;
    }
    let frame: Frame;
    try {
      frame = decodeFrame(data as ArrayBuffer);
    } catch {
      // It has no sequence to acknowledge, so only a new connection makes the gateway continue.
      this.listener.skipped(undefined, "undecodable");
      from.close();
      return;
    }
    // Not when the socket opens: a server that accepts and then closes at once is still failing.
    this.backoff.reset();
    if (this.waiting) {
      this.skip(this.waiting, "late");
    }
    this.waiting = { frame, from };
    void this.drawWaiting();
  }

  private async drawWaiting(): Promise<void> {
    if (this.drawing) {
      return;
    }
    this.drawing = true;
    while (this.waiting) {
      const next = this.waiting;
      this.waiting = undefined;
      await this.draw(next);
    }
    this.drawing = false;
  }

  private async draw(received: Received): Promise<void> {
    try {
      await this.listener.draw(received.frame);
      this.acknowledge(received);
    } catch {
      this.skip(received, "undrawable");
    }
  }

  private skip(received: Received, reason: "late" | "undrawable"): void {
    this.listener.skipped(received.frame, reason);
    this.acknowledge(received);
  }

  private acknowledge({ frame, from }: Received): void {
    if (this.isCurrent(from) && from.readyState === OPEN) {
      from.send(`{"ack":${frame.sequence}}`);
    }
  }

  private isCurrent(socket: Socket): boolean {
    return socket === this.socket;
  }
}
