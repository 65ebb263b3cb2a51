import { describe, expect, it } from "vitest";
import { type Card, adoptSteps, chainOf, moveCard, newCard } from "../src/filters/cards";
import { parseChain } from "../src/filters/chain-parser";
import { DisabledCards } from "../src/filters/disabled-cards";

function cardsOf(text: string): Card[] {
  return adopt([], text);
}

function adopt(cards: Card[], text: string): Card[] {
  const parsed = parseChain(text);
  return "steps" in parsed ? adoptSteps(cards, parsed.steps) : expect.unreachable(text);
}

/** Cards as text; disabled ones in brackets. */
function shown(cards: Card[]): string {
  return cards.map((card) => (card.enabled ? card.filterId : `[${card.filterId}]`)).join(" ");
}

function keys(cards: Card[]): string[] {
  return cards.map(({ key }) => key);
}

function disable(cards: Card[], index: number): Card[] {
  return cards.map((card, at) => (at === index ? { ...card, enabled: false } : card));
}

function memory() {
  const items = new Map<string, string>();
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

describe("cards", () => {
  it("make the chain of those that are enabled", () => {
    expect(chainOf(disable(cardsOf("a | b(c=1) | d"), 1))).toBe("a | d");
  });

  it("keep their keys when values change or cards are added and removed", () => {
    const before = cardsOf("a | b(c=1) | d");
    const after = adopt(before, "x | b(c=2) | d | a");
    expect(keys(after).slice(1)).toEqual([before[1]!.key, before[2]!.key, before[0]!.key]);
    expect(chainOf(after)).toBe("x | b(c=2) | d | a");
  });

  it("prefer the equal one of two of the same filter", () => {
    const before = cardsOf("a(b=1) | a(b=2)");
    expect(keys(adopt(before, "a(b=2)"))).toEqual([before[1]!.key]);
    expect(keys(adopt(before, "a(b=2) | a(b=1)"))).toEqual(keys(before).reverse());
  });

  it("leave disabled ones behind the card that they followed", () => {
    const before = disable(cardsOf("a | b | c"), 1);
    expect(shown(adopt(before, "c | a"))).toBe("c a [b]");
    expect(shown(adopt(before, "c"))).toBe("[b] c");
    expect(shown(adopt(before, ""))).toBe("[b]");
  });

  it("move to another place", () => {
    const cards = cardsOf("a | b | c");
    expect(shown(moveCard(cards, 0, 2))).toBe("b c a");
    expect(shown(moveCard(cards, 2, 0))).toBe("c a b");
  });
});

describe("DisabledCards", () => {
  it("restores disabled cards to their places", () => {
    const kept = new DisabledCards(memory());
    kept.save("p", disable(disable(cardsOf("a | b(c=1) | d"), 1), 2));
    const restored = kept.restore("p", cardsOf("a"));
    expect(shown(restored)).toBe("a [b] [d]");
    expect(restored[1]!.arguments).toEqual([{ name: "c", value: "1" }]);
    expect(shown(kept.restore("other", cardsOf("a")))).toBe("a");
  });

  it("stores nothing without disabled cards", () => {
    const storage = memory();
    const kept = new DisabledCards(storage);
    kept.save("p", [newCard({ filterId: "a", arguments: [] }, false)]);
    expect(storage.items.size).toBe(1);
    kept.save("p", cardsOf("a"));
    expect(storage.items.size).toBe(0);
  });

  it.each(["{", "null", '{"at":1}', '[{"at":"1"}]', '[{"at":0,"filterId":"a","arguments":[{}]}]'])(
    "ignores stored text that it did not write: %s",
    (text) => {
      const storage = memory();
      storage.items.set("darkroom.disabled-filters.p", text);
      expect(shown(new DisabledCards(storage).restore("p", cardsOf("a")))).toBe("a");
    },
  );

  it("works without storage", () => {
    const refuse = () => {
      throw new DOMException("no storage", "SecurityError");
    };
    const kept = new DisabledCards({ getItem: refuse, setItem: refuse, removeItem: refuse });
    kept.save("p", []);
    expect(shown(kept.restore("p", cardsOf("a")))).toBe("a");
  });
});
