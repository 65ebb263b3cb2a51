import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Backoff } from "../src/backoff";
import { Poller } from "../src/poller";

describe("Poller", () => {
  let runs: number;
  let broken: boolean;
  let failures: number;
  let poller: Poller;

  beforeEach(() => {
    vi.useFakeTimers();
    runs = 0;
    broken = false;
    failures = 0;
    const task = async () => {
      runs++;
      if (broken) {
        throw new Error("down");
      }
    };
    poller = new Poller(task, () => failures++, 1000, new Backoff(2000, 8000, () => 1));
    poller.start();
  });

  afterEach(() => {
    poller.stop();
    vi.useRealTimers();
  });

  it("runs at once and then every period", async () => {
    await vi.advanceTimersByTimeAsync(3000);
    expect(runs).toBe(4);
  });

  it("waits longer after each failure and recovers its period", async () => {
    broken = true;
    await vi.advanceTimersByTimeAsync(1000);
    expect([runs, failures]).toEqual([2, 1]);
    await vi.advanceTimersByTimeAsync(1999);
    expect(runs).toBe(2);
    broken = false;
    await vi.advanceTimersByTimeAsync(1);
    expect(runs).toBe(3);
    await vi.advanceTimersByTimeAsync(1000);
    expect([runs, failures]).toEqual([4, 1]);
  });

  it("rests while stopped", async () => {
    await vi.advanceTimersByTimeAsync(0);
    poller.stop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(runs).toBe(1);
    poller.start();
    expect(runs).toBe(2);
  });
});
