import { describe, expect, it } from "vitest";
import { type Step, formatChain } from "../src/filters/chain";
import { checkChain, locate } from "../src/filters/chain-check";
import { type PlacedStep, parseChain } from "../src/filters/chain-parser";
import { filters } from "./filters-catalogue";

function stepsOf(text: string): PlacedStep[] {
  const parsed = parseChain(text);
  return "steps" in parsed ? parsed.steps : expect.unreachable(parsed.fault.text);
}

function plain(steps: PlacedStep[]): Step[] {
  return steps.map(({ filterId, arguments: list }) => ({
    filterId,
    arguments: list.map(({ name, value }) => ({ name, value })),
  }));
}

function faultOf(text: string) {
  const parsed = parseChain(text);
  return "fault" in parsed ? parsed.fault : undefined;
}

/** Equal numbers from 0 to 1 in every run. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const ODD = [
  "",
  " ",
  '"',
  "\\",
  '\\"',
  "a|b",
  "a, b=c)",
  "ü",
  "😀",
  "\n",
  "#c08040",
  "-1e-7",
  "+.5",
  "\u00a0",
];

describe("the text of a chain", () => {
  it("survives writing and parsing, whatever the values", () => {
    const next = random(7);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)]!;
    for (let round = 0; round < 500; round++) {
      const steps = Array.from({ length: Math.floor(next() * 6) }, () => {
        const filter = pick(filters);
        const list = filter.parameters
          .filter(() => next() < 0.6)
          .map(({ id, defaultValue, options }) => ({
            name: id,
            value: pick([...ODD, defaultValue, ...options, String(next() * 100)]),
          }));
        return { filterId: filter.id, arguments: list };
      });
      const text = formatChain(steps);
      expect(plain(stepsOf(text))).toEqual(steps);
      expect(formatChain(stepsOf(text))).toBe(text);
    }
  });

  it("is written as the gateway writes it", () => {
    const text = ' blur( sigma = 2.5 ,text="a \\"b\\" \\\\")|invert()  |\n_x1 ';
    expect(formatChain(stepsOf(text))).toBe(
      'blur(sigma=2.5, text="a \\"b\\" \\\\") | invert | _x1',
    );
    expect(stepsOf("")).toEqual([]);
    expect(stepsOf("  \t")).toEqual([]);
  });

  it("has the column of every step and argument", () => {
    expect(stepsOf("a | b(c=1, d=2)")).toMatchObject([
      { column: 1 },
      {
        column: 5,
        arguments: [
          { column: 7, valueColumn: 9 },
          { column: 12, valueColumn: 14 },
        ],
      },
    ]);
  });

  it.each([
    ["|", 1],
    ["a |", 4],
    ["a b", 3],
    ["a(", 3],
    ["a(b", 4],
    ["a(b=", 5],
    ["a(b=)", 5],
    ["a(b=1", 6],
    ["a(b=1,)", 7],
    ['a(b="c', 5],
    ['a(b="c\\"', 5],
    ["a(b=c d)", 7],
    ["1a", 1],
    ["a(b=ü)", 5],
    ["a\u00a0", 2],
    ["a | | b", 5],
  ])("reports where %j is wrong", (text, column) => {
    expect(faultOf(text)?.column).toBe(column);
  });

  it("has at most 32 steps and 4096 characters", () => {
    const many = Array.from({ length: 33 }, () => "a").join("|");
    expect(faultOf(many)?.column).toBe(65);
    expect(stepsOf(many.slice(2))).toHaveLength(32);
    expect(faultOf("a".repeat(4097))?.column).toBe(4097);
  });
});

describe("checkChain", () => {
  it.each([
    ["nope", 1],
    ["invert | nope", 10],
    ["invert(a=1)", 8],
    ["blur(sigma=1, sigma=2)", 15],
    ["blur(sigma=101)", 12],
    ["blur(sigma=x)", 12],
    ["blur(size=4)", 11],
    ["blur(border=middle)", 13],
    ["blur(fast=yes)", 11],
    ["caption(colour=red)", 16],
    [`caption(text=${"a".repeat(41)})`, 14],
  ])("finds what the catalogue does not allow in %s", (text, column) => {
    expect(checkChain(stepsOf(text), filters)?.column).toBe(column);
  });

  it.each([
    "",
    "blur(sigma=0.05, size=63, border=reflect, fast=false) | invert | invert",
    'caption(text="a | b", colour=#C08040, x=-10)',
  ])("accepts %j", (text) => {
    expect(checkChain(stepsOf(text), filters)).toBeUndefined();
  });
});

describe("locate", () => {
  it("finds the step and the argument at a column", () => {
    const text = "invert | blur(sigma=-1, size=4)";
    expect(locate(text, 1)).toEqual({ step: 0, argument: undefined });
    expect(locate(text, 10)).toEqual({ step: 1, argument: undefined });
    expect(locate(text, 21)).toEqual({ step: 1, argument: "sigma" });
    expect(locate(text, 30)).toEqual({ step: 1, argument: "size" });
    expect(locate("(", 1)).toBeUndefined();
    expect(locate("", 1)).toBeUndefined();
  });
});
