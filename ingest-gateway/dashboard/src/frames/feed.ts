import { Backoff } from "../api/backoff";
import { gate } from "../api/gate";
import { decodeFrame, type Frame } from "./frame";

/** The subset of `WebSocket` that a feed uses. */
export interface Socket {
  binaryType: BinaryType;
  readonly readyState: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event?: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

export type FeedState = "connecting" | "open" | "retrying" | "gone";

/** Receives a feed's frames and states. `draw` resolves when the frame is on the screen. */
export interface FeedListener {
  draw(frame: Frame): Promise<void>;
  /** A frame was received but not drawn. */
  skipped(frame: Frame | undefined, reason: "late" | "undrawable" | "undecodable"): void;
  /** The gateway left out frames before the next one, by reason. */
  dropped(counts: Record<string, number>): void;
  /** `gone`: the stream or pipeline does not exist any more. */
  feedChanged(state: FeedState): void;
}

interface Received {
  frame: Frame;
  from: Socket;
}

const OPEN = 1;

/** The close code for something that does not exist. */
const NOT_FOUND = 4404;

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
    private url: string,
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

  /** Continues with the frames of another address. */
  follow(url: string): void {
    if (url === this.url) {
      return;
    }
    this.url = url;
    if (this.socket) {
      this.stop();
      this.start();
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
    socket.onclose = (event) => this.isCurrent(socket) && this.reopen(socket, event?.code);
  }

  private reopen(closed: Socket, code: number | undefined): void {
    gate.closedWith(code);
    this.listener.feedChanged(code === NOT_FOUND ? "gone" : "retrying");
    const open = () => this.isCurrent(closed) && this.open();
    this.retry = setTimeout(() => gate.pass(open), this.backoff.next());
  }

  private receive(data: unknown, from: Socket): void {
    if (typeof data === "string") {
      this.listener.dropped(droppedIn(data));
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

/** Reads `{"dropped":{"slow_subscriber":3}}`; other control messages have no counts. */
function droppedIn(text: string): Record<string, number> {
  return (JSON.parse(text) as { dropped?: Record<string, number> }).dropped ?? {};
}
