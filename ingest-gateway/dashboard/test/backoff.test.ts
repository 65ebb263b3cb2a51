import { describe, expect, it } from "vitest";
import { Backoff } from "../src/api/backoff";

describe("Backoff", () => {
  it("doubles up to the limit", () => {
    const backoff = new Backoff(100, 500, () => 1);
    expect([1, 2, 3, 4, 5].map(() => backoff.next())).toEqual([100, 200, 400, 500, 500]);
  });

  it("waits at least half of each step", () => {
    const backoff = new Backoff(100, 500, () => 0);
    expect([1, 2, 3].map(() => backoff.next())).toEqual([50, 100, 200]);
  });

  it("starts over after a reset", () => {
    const backoff = new Backoff(100, 500, () => 1);
    backoff.next();
    backoff.next();
    backoff.reset();
    expect(backoff.next()).toBe(100);
  });
});
