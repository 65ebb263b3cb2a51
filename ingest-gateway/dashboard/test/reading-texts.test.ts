import { describe, expect, it } from "vitest";
import { fellBackText, reasonsOf } from "../src/grid/reading-texts";

describe("fellBackText", () => {
  const status = (fellBackFrames: bigint) => ({
    pipelineId: "p",
    revision: 1n,
    fps: 30,
    accelerator: "cpu",
    drops: {},
    fellBackFrames,
  });

  it("counts the frames that fell back", () => {
    expect(fellBackText(status(12n))).toBe("12 frames fell back to the CPU");
    expect(fellBackText(status(1n))).toBe("1 frame fell back to the CPU");
  });

  it("is empty if none did", () => {
    expect(fellBackText(status(0n))).toBe("");
  });
});

describe("reasonsOf", () => {
  it("describes the reasons that lost frames, unknown ones by their name", () => {
    expect(reasonsOf({ late: 2, missing: 0, "rejected:INVALID_IMAGE": 3n, odd: 1 })).toEqual([
      ["replaced by a newer frame before they were drawn", 2],
      ["rejected by the job: INVALID_IMAGE", 3],
      ["dropped: odd", 1],
    ]);
  });
});
