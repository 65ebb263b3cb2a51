import { describe, expect, it } from "vitest";
import { History } from "../src/filters/history";

describe("History", () => {
  it("goes back and forth", () => {
    const history = new History<string>();
    history.record("a");
    history.record("b");
    expect(history.undo("c")).toBe("b");
    expect(history.undo("b")).toBe("a");
    expect(history.undo("a")).toBeUndefined();
    expect(history.redo("a")).toBe("b");
    expect(history.redo("b")).toBe("c");
    expect(history.canRedo).toBe(false);
  });

  it("forgets what was undone after a new edit", () => {
    const history = new History<string>();
    history.record("a");
    history.undo("b");
    history.record("a");
    expect(history.canRedo).toBe(false);
    expect(history.undo("c")).toBe("a");
  });

  it("takes edits with one tag in quick succession as one", () => {
    let now = 0;
    const history = new History<number>(() => now);
    for (let value = 0; value < 50; value++) {
      now += 100;
      history.record(value, "slider");
    }
    expect(history.undo(50)).toBe(0);
    expect(history.canUndo).toBe(false);
    history.redo(0);
    now += 2000;
    history.record(50, "slider");
    expect(history.undo(51)).toBe(50);
  });

  it("keeps edits of different or no tags apart", () => {
    const history = new History<string>(() => 0);
    history.record("a", "one");
    history.record("b", "two");
    history.record("c");
    history.record("d");
    expect(history.undo("e")).toBe("d");
    expect(history.undo("d")).toBe("c");
    expect(history.undo("c")).toBe("b");
    expect(history.undo("b")).toBe("a");
  });

  it("is bounded", () => {
    const history = new History<number>();
    for (let value = 0; value < 1000; value++) {
      history.record(value);
    }
    let count = 0;
    let present = 1000;
    while (history.canUndo) {
      present = history.undo(present)!;
      count++;
    }
    expect(count).toBe(100);
    expect(present).toBe(900);
  });
});
