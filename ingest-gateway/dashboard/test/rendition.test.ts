import { describe, expect, it } from "vitest";
import { widthFor } from "../src/grid/rendition";

describe("widthFor", () => {
  it.each([
    [0, 320],
    [320, 320],
    [321, 480],
    [1000, 1280],
    [2560, 2560],
  ])("asks for frames that fill a picture of %d px", (picture, width) => {
    expect(widthFor(picture)).toBe(width);
  });

  it("asks for whole frames above the widest", () => {
    expect(widthFor(2561)).toBeUndefined();
  });
});
