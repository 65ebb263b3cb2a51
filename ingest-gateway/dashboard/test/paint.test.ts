import { describe, expect, it } from "vitest";
import { toRgba } from "../src/frames/paint";

describe("toRgba", () => {
  it("converts BGR to RGBA", () => {
    expect([...toRgba(new Uint8Array([1, 2, 3, 4, 5, 6]), 3)]).toEqual([
      3, 2, 1, 255, 6, 5, 4, 255,
    ]);
  });

  it("converts gray to RGBA", () => {
    expect([...toRgba(new Uint8Array([9, 8]), 1)]).toEqual([9, 9, 9, 255, 8, 8, 8, 255]);
  });
});
