import { describe, expect, it } from "vitest";
import { Encoding, type Frame, type Lineage } from "../src/frames/frame";
import { FrameReadings } from "../src/frames/readings";

function frame(epoch: bigint, sequence: bigint, lineage?: Lineage): Frame {
  const image = { encoding: Encoding.JPEG, width: 1, height: 1, bytes: new Uint8Array() };
  return { epoch, sequence, capturedAt: undefined, image, lineage };
}

function lineage(revision: number, millis: number): Lineage {
  const stages = [{ name: "invert", kind: "filter" as const, millis }];
  return { revision, accelerator: "cpu", fellBack: false, warmingUp: false, stages };
}

describe("FrameReadings", () => {
  it("counts gaps within an epoch as missed", () => {
    const readings = new FrameReadings();
    for (const sequence of [4n, 5n, 6n, 10n, 11n]) {
      readings.received(frame(7n, sequence), 0);
    }
    expect(readings.at(0).lost).toEqual({ missing: 3 });
  });

  it("counts no gap if the producer restarts or has no epoch", () => {
    const readings = new FrameReadings();
    readings.received(frame(7n, 5n), 0);
    readings.received(frame(8n, 90n), 0);
    readings.received(frame(0n, 100n), 0);
    readings.received(frame(0n, 200n), 0);
    expect(readings.at(0).lost).toEqual({});
  });

  it("does not count a gap twice that the gateway has reported", () => {
    const readings = new FrameReadings();
    for (const sequence of [1n, 2n, 3n]) {
      readings.received(frame(7n, sequence), 0);
    }
    readings.dropped({ slow_subscriber: 3 });
    readings.received(frame(7n, 8n), 40);
    readings.skipped("late");
    expect(readings.at(40).lost).toEqual({ slow_subscriber: 3, missing: 1, late: 1 });
  });

  it("counts no loss between the newest frame and the first live one", () => {
    const readings = new FrameReadings();
    for (const sequence of [3n, 7n, 8n]) {
      readings.received(frame(7n, sequence), 0);
    }
    expect(readings.at(0).lost).toEqual({});
    readings.opened();
    for (const sequence of [20n, 25n, 26n]) {
      readings.received(frame(7n, sequence), 0);
    }
    expect(readings.at(0).lost).toEqual({ missing: 11 });
  });

  it("counts no loss over a pause", () => {
    const readings = new FrameReadings();
    readings.received(frame(7n, 1n), 0);
    readings.interrupted();
    readings.received(frame(7n, 500n), 9000);
    expect(readings.at(9000).lost).toEqual({});
  });

  it("discards the times of the old chain when the revision changes", () => {
    const readings = new FrameReadings();
    readings.drawn(frame(7n, 1n, lineage(1, 100)), 0);
    readings.drawn(frame(7n, 2n, lineage(2, 4)), 40);
    expect(readings.at(40).lineage).toEqual(lineage(2, 4));
  });
});
