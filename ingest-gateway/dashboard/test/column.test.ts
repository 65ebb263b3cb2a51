import { describe, expect, it } from "vitest";
import { markColumns } from "../src/filters/column";

function marked(text: string, ...columns: number[]): string {
  return markColumns(text, columns)
    .map((segment) => (segment.marked ? `[${segment.text}]` : segment.text))
    .join("");
}

describe("markColumns", () => {
  it("marks the whole value that begins at the column", () => {
    expect(marked("gaussian_blur(sigma=-1)", 21)).toBe("gaussian_blur(sigma=[-1])");
  });

  it("marks one character if no name or value begins there", () => {
    expect(marked("grayscale | | invert", 13)).toBe("grayscale | [|] invert");
  });

  it("marks a space after the end", () => {
    expect(marked("blur(", 6)).toBe("blur([\u00a0]");
    expect(marked("", 1)).toBe("[\u00a0]");
  });

  it("marks each column once, in any order", () => {
    expect(marked("graay | invrt", 9, 1, 9)).toBe("[graay] | [invrt]");
  });

  it("marks nothing without a column", () => {
    expect(marked("invert", 0)).toBe("invert");
    expect(marked("invert")).toBe("invert");
  });
});
