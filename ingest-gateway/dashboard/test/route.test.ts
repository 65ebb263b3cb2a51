import { describe, expect, it } from "vitest";
import { readRoute, writeRoute } from "../src/app/route";

describe("route", () => {
  it("reads back names with special characters", () => {
    const route = { stream: "a&b=c d", pipeline: "ü" };
    expect(readRoute(writeRoute(route))).toEqual(route);
  });

  it("is empty for an empty address", () => {
    expect(readRoute("")).toEqual({ stream: undefined, pipeline: undefined });
  });
});
