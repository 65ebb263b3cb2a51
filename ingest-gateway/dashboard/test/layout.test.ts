import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "../src/grid/address";
import {
  EMPTY,
  type Feed,
  type Layout,
  add,
  columnsOf,
  move,
  remove,
  select,
  show,
} from "../src/grid/layout";

const stream = (id: string): Feed => ({ kind: "stream", id });
const pipeline = (id: string): Feed => ({ kind: "pipeline", id });
const of = (...ids: string[]): Layout =>
  ids.reduce((layout, id) => add(layout, { main: stream(id) }), EMPTY);
const ids = ({ panels }: Layout) => panels.map(({ view }) => view.main.id);
const numbers = ({ panels }: Layout) => panels.map(({ number }) => number);

describe("layout", () => {
  it("has the columns of 1, 1×2, 2×2, 3×2 and 3×3", () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map(columnsOf)).toEqual([1, 2, 2, 2, 3, 3, 3, 3, 3]);
  });

  it("selects an added panel and never uses a number again", () => {
    const layout = add(remove(of("a", "b"), 2), { main: stream("c") });
    expect(numbers(layout)).toEqual([1, 3]);
    expect(layout.selected).toBe(3);
  });

  it("has nine panels at most", () => {
    const full = of(..."abcdefghi");
    expect(add(full, { main: stream("j") })).toBe(full);
  });

  it("selects the first panel if the selected one is removed", () => {
    expect(remove(select(of("a", "b", "c"), 2), 2).selected).toBe(1);
    expect(remove(select(of("a", "b", "c"), 1), 2).selected).toBe(1);
    expect(remove(of("a"), 1).selected).toBeUndefined();
  });

  it("moves panels within the grid", () => {
    expect(ids(move(of("a", "b", "c"), 3, 0))).toEqual(["c", "a", "b"]);
    expect(ids(move(of("a", "b", "c"), 1, 9))).toEqual(["b", "c", "a"]);
    expect(ids(move(of("a", "b", "c"), 1, -1))).toEqual(["a", "b", "c"]);
  });

  it("replaces what a panel shows, under the same number", () => {
    const layout = show(of("a", "b"), 2, { main: stream("c"), other: pipeline("d") });
    expect(numbers(layout)).toEqual([1, 2]);
    expect(layout.panels[1]!.view.other).toEqual(pipeline("d"));
  });
});

describe("address", () => {
  it("brings a layout back", () => {
    const layout = select(add(of("a"), { main: stream("b"), other: pipeline("b-edges.v1_x") }), 2);
    expect(writeAddress(layout)).toBe(
      "#show=stream:a&show=stream:b,pipeline:b-edges.v1_x&selected=2",
    );
    expect(readAddress(writeAddress(layout))).toEqual(layout);
  });

  it("keeps the numbers of panels that are shown already", () => {
    const before = of("a", "b", "c");
    const layout = readAddress("#show=stream:c&show=stream:x&show=stream:a", before);
    expect(numbers(layout)).toEqual([3, 4, 1]);
  });

  it("gives two panels of one feed two numbers", () => {
    expect(numbers(readAddress("#show=stream:a&show=stream:a", of("a")))).toEqual([1, 2]);
  });

  it("reads the addresses of earlier versions", () => {
    const layout = readAddress("#stream=camera&pipeline=camera-edges");
    expect(layout.panels).toEqual([
      { number: 1, view: { main: stream("camera"), other: pipeline("camera-edges") } },
    ]);
  });

  it("ignores what it does not understand", () => {
    const odd = "#show=&show=video:a&show=stream:%2Fetc&show=stream:ok,pipeline:&selected=99";
    const layout = readAddress(odd);
    expect(ids(layout)).toEqual(["ok"]);
    expect(layout.selected).toBe(layout.panels[0]!.number);
    expect(readAddress("").panels).toEqual([]);
  });

  it("shows nine panels at most", () => {
    expect(readAddress(`#${"show=stream:a&".repeat(20)}`).panels).toHaveLength(9);
  });
});
