import { type Card, newCard } from "./cards";
import type { Argument } from "./chain";

interface Kept {
  at: number;
  filterId: string;
  arguments: Argument[];
}

/** Keeps the disabled cards of each pipeline in the browser, since the chain does not have them. */
export class DisabledCards {
  constructor(private readonly storage: Pick<Storage, "getItem" | "setItem" | "removeItem">) {}

  save(pipeline: string, cards: readonly Card[]): void {
    const kept = cards
      .map((card, at) => ({ card, at }))
      .filter(({ card }) => !card.enabled)
      .map(({ card, at }) => ({ at, filterId: card.filterId, arguments: card.arguments }));
    try {
      if (kept.length === 0) {
        this.storage.removeItem(keyOf(pipeline));
      } else {
        this.storage.setItem(keyOf(pipeline), JSON.stringify(kept));
      }
    } catch {
      // Without storage, as in some private windows, disabled cards last as long as the page.
    }
  }

  /** Puts the disabled cards of a pipeline back to their places. */
  restore(pipeline: string, cards: readonly Card[]): Card[] {
    return this.read(pipeline).reduce(
      (all, kept) => all.toSpliced(kept.at, 0, newCard(kept, false)),
      [...cards],
    );
  }

  private read(pipeline: string): Kept[] {
    try {
      const json: unknown = JSON.parse(this.storage.getItem(keyOf(pipeline)) ?? "[]");
      return Array.isArray(json) ? json.filter(isKept) : [];
    } catch {
      return [];
    }
  }
}

function keyOf(pipeline: string): string {
  return `darkroom.disabled-filters.${pipeline}`;
}

function isKept(json: unknown): json is Kept {
  const kept = json as Kept | null;
  return (
    Number.isInteger(kept?.at) &&
    typeof kept?.filterId === "string" &&
    Array.isArray(kept.arguments) &&
    kept.arguments.every(({ name, value }) => typeof name === "string" && typeof value === "string")
  );
}
