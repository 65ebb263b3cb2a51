import { describe, expect, it } from "vitest";
import { Rights } from "../src/session/rights";

describe("Rights", () => {
  it("are all until the gateway says which", () => {
    expect(new Rights().may("control", "a")).toBe(true);
  });

  it("are those of the grants", () => {
    const rights = new Rights();
    rights.take([{ permissions: ["watch", "publish"], streams: ["*"] }]);
    expect(rights.may("publish")).toBe(true);
    expect(rights.may("control")).toBe(false);
  });

  it("hold for the streams of their grant", () => {
    const rights = new Rights();
    rights.take([
      { permissions: ["watch"], streams: ["*"] },
      { permissions: ["control"], streams: ["lobby-*", "a.b"] },
    ]);
    expect(rights.may("control")).toBe(true);
    expect(rights.may("control", "lobby-1")).toBe(true);
    expect(rights.may("control", "a.b")).toBe(true);
    expect(rights.may("control", "axb")).toBe(false);
    expect(rights.may("control", "my-lobby-1")).toBe(false);
  });
});
