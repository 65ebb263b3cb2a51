import { describe, expect, it } from "vitest";
import { LatencyMeter, RateMeter, Smoothed } from "../src/frames/meters";

describe("RateMeter", () => {
  it("measures the rate of regular events", () => {
    const meter = new RateMeter();
    for (let time = 0; time <= 1000; time += 40) {
      meter.mark(time);
    }
    expect(meter.perSecond(1000)).toBeCloseTo(25);
  });

  it("falls to zero when events stop", () => {
    const meter = new RateMeter(2000);
    meter.mark(0);
    meter.mark(40);
    expect(meter.perSecond(3000)).toBe(0);
  });
});

describe("Smoothed", () => {
  it("counts the first value in full and later ones by weight", () => {
    const smoothed = new Smoothed(0.25);
    smoothed.add(100);
    expect(smoothed.value).toBe(100);
    smoothed.add(200);
    expect(smoothed.value).toBe(125);
  });
});

describe("LatencyMeter", () => {
  const now = 1_700_000_000_000;

  it("reports the latency that half and nearly all frames have", () => {
    const meter = new LatencyMeter();
    for (let millis = 1; millis <= 100; millis++) {
      meter.add(now - millis, now);
    }
    expect(meter.latency).toEqual({ p50: 50, p95: 95 });
  });

  it("forgets old frames", () => {
    const meter = new LatencyMeter(10);
    for (let frame = 0; frame < 100; frame++) {
      meter.add(now - (frame < 90 ? 900 : 20), now);
    }
    expect(meter.latency).toEqual({ p50: 20, p95: 20 });
  });

  it("reports no latency for a capture in the future", () => {
    const meter = new LatencyMeter();
    meter.add(now + 400, now);
    expect(meter.latency).toEqual({ p50: 0, p95: 0 });
  });

  it("ignores implausible clocks", () => {
    const meter = new LatencyMeter();
    meter.add(undefined, now);
    meter.add(0, now);
    meter.add(now - 86_400_000, now);
    meter.add(now + 86_400_000, now);
    expect(meter.latency).toBeUndefined();
  });
});
