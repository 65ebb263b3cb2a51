import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Backoff } from "../src/api/backoff";
import { gate } from "../src/api/gate";
import { type FeedListener, FrameFeed } from "../src/frames/feed";
import type { Frame } from "../src/frames/frame";
import { FakeSocket } from "./fake-socket";

/** A screen that finishes drawing only when the test calls `finish`. */
class SlowScreen implements FeedListener {
  readonly begun: bigint[] = [];
  readonly skips: [bigint | undefined, string][] = [];
  readonly states: string[] = [];
  readonly drops: Record<string, number>[] = [];
  private readonly ends: { resolve(): void; reject(error: Error): void }[] = [];

  draw(frame: Frame): Promise<void> {
    this.begun.push(frame.sequence);
    return new Promise((resolve, reject) => this.ends.push({ resolve, reject }));
  }

  skipped(frame: Frame | undefined, reason: string): void {
    this.skips.push([frame?.sequence, reason]);
  }

  dropped(counts: Record<string, number>): void {
    this.drops.push(counts);
  }

  feedChanged(state: string): void {
    this.states.push(state);
  }

  async finish(): Promise<void> {
    this.ends.shift()!.resolve();
    await settle();
  }

  async fail(): Promise<void> {
    this.ends.shift()!.reject(new Error("damaged image"));
    await settle();
  }
}

function settle(): Promise<void> {
  return vi.advanceTimersByTimeAsync(0).then(() => undefined);
}

describe("FrameFeed", () => {
  let sockets: FakeSocket[];
  let screen: SlowScreen;
  let feed: FrameFeed;

  beforeEach(() => {
    vi.useFakeTimers();
    sockets = [];
    screen = new SlowScreen();
    const connect = () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    };
    feed = new FrameFeed("ws://here/frames", screen, connect, new Backoff(1000, 8000, () => 1));
    feed.start();
  });

  afterEach(() => {
    feed.stop();
    vi.useRealTimers();
  });

  function connected(): FakeSocket {
    const socket = sockets[sockets.length - 1]!;
    socket.accept();
    return socket;
  }

  it("acknowledges a frame only after it is drawn", async () => {
    const socket = connected();
    socket.deliver(1n);
    await settle();
    expect(socket.sent).toEqual([]);
    await screen.finish();
    expect(socket.sent).toEqual(['{"ack":1}']);
  });

  it("draws the newest of the frames received while it was drawing", async () => {
    const socket = connected();
    for (const sequence of [1n, 2n, 3n, 4n]) {
      socket.deliver(sequence);
    }
    await screen.finish();
    expect(screen.begun).toEqual([1n, 4n]);
    expect(screen.skips).toEqual([
      [2n, "late"],
      [3n, "late"],
    ]);
  });

  it("acknowledges skipped frames too", async () => {
    const socket = connected();
    for (const sequence of [1n, 2n, 3n]) {
      socket.deliver(sequence);
    }
    await screen.finish();
    await screen.finish();
    expect(socket.sent).toEqual(['{"ack":2}', '{"ack":1}', '{"ack":3}']);
  });

  it("continues after an image that cannot be drawn", async () => {
    const socket = connected();
    socket.deliver(1n);
    await screen.fail();
    socket.deliver(2n);
    expect(screen.begun).toEqual([1n, 2n]);
    expect(screen.skips).toEqual([[1n, "undrawable"]]);
    expect(socket.sent).toEqual(['{"ack":1}']);
  });

  it("acknowledges sequences above 2^53 exactly", async () => {
    const socket = connected();
    socket.deliver(9007199254740993n);
    await screen.finish();
    expect(socket.sent).toEqual(['{"ack":9007199254740993}']);
  });

  it("reconnects with increasing delays until it receives frames again", async () => {
    for (const wait of [1000, 2000, 4000]) {
      const before = sockets.length;
      connected().close();
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(sockets).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(sockets).toHaveLength(before + 1);
    }
    const socket = connected();
    socket.deliver(1n);
    socket.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(sockets).toHaveLength(5);
    expect(screen.states.slice(-3)).toEqual(["open", "retrying", "connecting"]);
  });

  it("does not acknowledge a frame of an old connection on the new one", async () => {
    const old = connected();
    old.deliver(1n);
    old.close();
    await vi.advanceTimersByTimeAsync(1000);
    const fresh = connected();
    await screen.finish();
    expect([...old.sent, ...fresh.sent]).toEqual([]);
  });

  it("reconnects after a message that is not a frame", async () => {
    connected().deliverBytes(new Uint8Array([0xff, 0xff, 0xff]));
    expect(screen.skips).toEqual([[undefined, "undecodable"]]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(sockets).toHaveLength(2);
  });

  it("reports the frames that the gateway left out", () => {
    const socket = connected();
    socket.deliverText('{"hello":{"limits":{}}}');
    socket.deliverText('{"dropped":{"slow_subscriber":3}}');
    expect(screen.drops).toEqual([{}, { slow_subscriber: 3 }]);
    expect(screen.begun).toEqual([]);
  });

  it("waits with its next try until the caller is identified again", () => {
    const refused = vi.fn(() => gate.close());
    gate.addEventListener("refused", refused, { once: true });
    connected().close(4401);
    expect(refused).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(60_000);
    expect(sockets.length).toBe(1);
    gate.open();
    expect(sockets.length).toBe(2);
  });

  it("does not connect after it was stopped while it waited", () => {
    gate.close();
    connected().close(4401);
    vi.advanceTimersByTime(60_000);
    feed.stop();
    gate.open();
    expect(sockets.length).toBe(1);
  });

  it("says that a deleted pipeline is gone, and tries again", () => {
    connected().close(4404);
    expect(screen.states.at(-1)).toBe("gone");
    vi.advanceTimersByTime(1000);
    expect(sockets).toHaveLength(2);
  });

  it("continues with another address", () => {
    connected();
    feed.follow("ws://here/other");
    expect(sockets).toHaveLength(2);
    expect(sockets[0]!.readyState).toBe(3);
    feed.follow("ws://here/other");
    expect(sockets).toHaveLength(2);
  });

  it("requests the sub-protocol with acknowledgements", () => {
    const requested: unknown[] = [];
    vi.stubGlobal(
      "WebSocket",
      class extends FakeSocket {
        constructor(url: string, protocols: string) {
          super();
          requested.push(url, protocols);
        }
      },
    );
    const other = new FrameFeed("ws://here/frames", screen);
    other.start();
    other.stop();
    vi.unstubAllGlobals();
    expect(requested).toEqual(["ws://here/frames", "darkroom.v1.ack"]);
  });

  it("does not reconnect after it was stopped", async () => {
    const socket = connected();
    feed.stop();
    expect(socket.readyState).toBe(3);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sockets).toHaveLength(1);
  });

  it("reconnects when it is started again", () => {
    connected();
    feed.stop();
    feed.start();
    expect(sockets).toHaveLength(2);
  });
});
