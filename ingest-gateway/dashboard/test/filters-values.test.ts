import { describe, expect, it } from "vitest";
import { isPipelineId, presetId, proposePipelineId } from "../src/filters/names";
import { nearest, problemOf, summaryOf, valueIn, withValue } from "../src/filters/parameter-value";
import { searchFilters } from "../src/filters/search";
import { filters, parameter } from "./filters-catalogue";

const [, blur, caption] = filters;
const [sigma, size, border] = blur!.parameters;

describe("the value of a parameter", () => {
  it("is the default until one is written, and the default needs no argument", () => {
    const step = { filterId: "blur", arguments: [{ name: "size", value: "9" }] };
    expect(valueIn(step, sigma!)).toBe("1.5");
    const changed = withValue(step, sigma!, "2");
    expect(valueIn(changed, sigma!)).toBe("2");
    expect(withValue(changed, sigma!, "1.5")).toEqual(step);
  });

  it("keeps its place among the arguments", () => {
    const list = ["size=9", "sigma=2"].map((text) => text.split("="));
    const step = {
      filterId: "blur",
      arguments: list.map(([name, value]) => ({ name: name!, value: value! })),
    };
    expect(withValue(step, size!, "11").arguments.map(({ name }) => name)).toEqual([
      "size",
      "sigma",
    ]);
  });

  it.each([
    [150, 100],
    [-1, 0],
    [2.55, 2.55],
  ])("%d is brought into the range", (value, expected) => {
    expect(nearest(sigma!, value)).toBe(expected);
  });

  it.each([
    [4.4, 5],
    [64, 63],
    [0, 1],
    [7, 7],
  ])("%d is brought to a step", (value, expected) => {
    expect(nearest(size!, value)).toBe(expected);
  });

  it("has no rounding errors", () => {
    const tenths = parameter({ id: "a", type: "range", min: 0.1, max: 1, step: 0.1 });
    expect(nearest(tenths, 0.3)).toBe(0.3);
    expect(nearest(tenths, 0.7)).toBe(0.7);
  });

  it.each(["", " ", "x", "1px", "NaN", "Infinity", "101"])(
    "%j is no number in the range",
    (text) => {
      expect(problemOf(sigma!, text)).toContain("a number from 0 to 100");
    },
  );

  it("is explained with its steps or options", () => {
    expect(problemOf(size!, "4")).toContain("from 1 to 63 in steps of 2");
    expect(problemOf(border!, "x")).toContain("wrap, reflect, constant");
    expect(problemOf(caption!.parameters[1]!, "red")).toContain("#c08040");
  });

  it("is in the summary if it is not the default", () => {
    const list = [
      { name: "sigma", value: "2.5" },
      { name: "fast", value: "false" },
      { name: "size", value: "5" },
    ];
    expect(summaryOf({ filterId: "blur", arguments: list }, blur!)).toBe("sigma 2.5 px · fast off");
  });
});

describe("searchFilters", () => {
  const found = (query: string) => searchFilters(filters, query).map(({ id }) => id);

  it("finds words in title, id and description", () => {
    expect(found("BLUR")).toEqual(["blur"]);
    expect(found("colour")).toEqual(["caption"]);
    expect(found("smooths soft")).toEqual(["blur"]);
    expect(found("nothing")).toEqual([]);
  });

  it("lists all filters by title without a query", () => {
    expect(found(" ")).toEqual(["caption", "invert", "blur"]);
  });

  it("puts names before descriptions", () => {
    const described = { ...filters[0]!, id: "a", title: "A", description: "unlike invert" };
    expect(searchFilters([described, ...filters], "invert").map(({ id }) => id)).toEqual([
      "invert",
      "a",
    ]);
  });
});

describe("names", () => {
  it.each([
    ["Night Vision", "night-vision"],
    [" Éclair #2! ", "eclair-2"],
    ["--_x_", "x_"],
    ["!!!", ""],
  ])("the preset %j has the id %j", (name, id) => {
    expect(presetId(name)).toBe(id);
  });

  it("proposes the first free id", () => {
    expect(proposePipelineId("cam", [])).toBe("cam-view");
    expect(proposePipelineId("cam", ["cam-view", "cam-view-2"])).toBe("cam-view-3");
    expect(isPipelineId(proposePipelineId("c".repeat(128), ["x"]))).toBe(true);
  });

  it.each(["", "-a", "a b", "ä", "a".repeat(129)])("%j is no id of a pipeline", (id) => {
    expect(isPipelineId(id)).toBe(false);
  });
});
