import { describe, expect, it } from "vitest";
import { readRoute, writeRoute } from "../src/route";

describe("route", () => {
  it("survives the address, whatever the names hold", () => {
    const route = { stream: "a&b=c d", pipeline: "ü" };
    expect(readRoute(writeRoute(route))).toEqual(route);
  });

  it("names nothing where the address names nothing", () => {
    expect(readRoute("")).toEqual({ stream: undefined, pipeline: undefined });
  });
});
