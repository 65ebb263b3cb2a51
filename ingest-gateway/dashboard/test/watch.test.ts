import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Backoff } from "../src/api/backoff";
import { Watch } from "../src/api/watch";

describe("Watch", () => {
  let opened: AbortSignal[];
  let received: number[];
  let failures: unknown[];
  let answer: (signal: AbortSignal) => AsyncIterable<number>;
  let watch: Watch<number>;

  beforeEach(() => {
    vi.useFakeTimers();
    opened = [];
    received = [];
    failures = [];
    const listener = {
      received: (value: number) => received.push(value),
      failed: (error: unknown) => failures.push(error),
    };
    const open = (signal: AbortSignal) => {
      opened.push(signal);
      return answer(signal);
    };
    watch = new Watch(open, listener, new Backoff(1000, 8000, () => 1));
  });

  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  async function* failing(): AsyncIterable<number> {
    throw new Error("down");
  }

  async function* ending(): AsyncIterable<number> {
    yield 1;
    yield 2;
  }

  async function* lasting(signal: AbortSignal): AsyncIterable<number> {
    yield 3;
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }

  it("passes on messages and retries when the stream ends", async () => {
    answer = ending;
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(received).toEqual([1, 2]);
    expect(failures).toHaveLength(1);
    answer = lasting;
    await vi.advanceTimersByTimeAsync(1000);
    expect(received).toEqual([1, 2, 3]);
    expect(opened).toHaveLength(2);
  });

  it("waits longer after each failure, and resets the delay with the first message", async () => {
    answer = failing;
    watch.start();
    await vi.advanceTimersByTimeAsync(1000);
    expect(opened).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(1999);
    expect(opened).toHaveLength(2);
    answer = ending;
    await vi.advanceTimersByTimeAsync(1);
    expect(received).toEqual([1, 2]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(opened).toHaveLength(4);
  });

  it("ends the stream when stopped, without reporting a failure", async () => {
    answer = lasting;
    watch.start();
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    watch.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toHaveLength(1);
    expect(opened[0]!.aborted).toBe(true);
    expect(failures).toEqual([]);
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(received).toEqual([3, 3]);
  });
});
