import { describe, expect, it } from "vitest";
import { Mirror, type Changes } from "../src/api/mirror";

interface Item {
  id: string;
  value: number;
}

describe("Mirror", () => {
  const changes = (of: Partial<Changes<Item>>): Changes<Item> => ({
    changed: [],
    deleted: [],
    snapshot: false,
    resumeToken: "t",
    ...of,
  });
  const a = { id: "a", value: 1 };
  const b = { id: "b", value: 1 };

  it("applies changes and deletions to a snapshot", () => {
    const mirror = new Mirror<Item>((item) => item.id);
    expect(mirror.apply(changes({ changed: [b, a], snapshot: true }))).toEqual([a, b]);
    const newer = { id: "a", value: 2 };
    expect(mirror.apply(changes({ changed: [newer] }))).toEqual([newer, b]);
    expect(mirror.apply(changes({ deleted: ["b"] }))).toEqual([newer]);
    expect(mirror.apply(changes({}))).toEqual([newer]);
    expect(mirror.apply(changes({ changed: [b], snapshot: true }))).toEqual([b]);
  });

  it("returns a split snapshot only when it is complete, and requests a new one otherwise", () => {
    const mirror = new Mirror<Item>((item) => item.id);
    mirror.apply(changes({ changed: [a], snapshot: true, resumeToken: "first" }));
    expect(mirror.from).toBe("first");
    const part = changes({ changed: [a], snapshot: true, resumeToken: "" });
    expect(mirror.apply(part)).toBeUndefined();
    expect(mirror.from).toBe("");
    expect(mirror.apply(changes({ changed: [b], resumeToken: "second" }))).toEqual([a, b]);
    expect(mirror.from).toBe("second");
  });
});
