import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Backoff } from "../src/backoff";
import { Watch } from "../src/watch";

describe("Watch", () => {
  let opened: AbortSignal[];
  let received: number[];
  let broke: unknown[];
  let answer: (signal: AbortSignal) => AsyncIterable<number>;
  let watch: Watch<number>;

  beforeEach(() => {
    vi.useFakeTimers();
    opened = [];
    received = [];
    broke = [];
    const listener = {
      received: (value: number) => received.push(value),
      broke: (error: unknown) => broke.push(error),
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

  it("hands on what comes and starts again where the stream ends", async () => {
    answer = ending;
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(received).toEqual([1, 2]);
    expect(broke).toHaveLength(1);
    answer = lasting;
    await vi.advanceTimersByTimeAsync(1000);
    expect(received).toEqual([1, 2, 3]);
    expect(opened).toHaveLength(2);
  });

  it("waits longer after each failure and recovers its pace with the first word", async () => {
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

  it("ends the stream when stopped, without a word of trouble", async () => {
    answer = lasting;
    watch.start();
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    watch.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(opened).toHaveLength(1);
    expect(opened[0]!.aborted).toBe(true);
    expect(broke).toEqual([]);
    watch.start();
    await vi.advanceTimersByTimeAsync(0);
    expect(received).toEqual([3, 3]);
  });
});
