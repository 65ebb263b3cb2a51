import { type Step, formatChain } from "./chain";

/** A step as the panel shows it; a disabled one is not part of the chain. */
export interface Card extends Step {
  /** Identifies the card while the page is open, however it moves or changes. */
  key: string;
  enabled: boolean;
}

let lastKey = 0;

export function newCard({ filterId, arguments: list }: Step, enabled = true): Card {
  const written = list.map(({ name, value }) => ({ name, value }));
  return { key: `card-${++lastKey}`, filterId, arguments: written, enabled };
}

/** The chain that the enabled cards make. */
export function chainOf(cards: readonly Card[]): string {
  return formatChain(cards.filter(({ enabled }) => enabled));
}

export function moveCard(cards: readonly Card[], from: number, to: number): Card[] {
  const moved = [...cards];
  moved.splice(to, 0, ...moved.splice(from, 1));
  return moved;
}

/**
 * Makes the enabled cards equal a chain. A card that is still in the chain keeps its key, and a
 * disabled one stays behind the card that it followed.
 */
export function adoptSteps(cards: readonly Card[], steps: readonly Step[]): Card[] {
  const chosen = match(cards, steps);
  const adopted = steps.map((step, index) => {
    const known = chosen[index];
    return known ? { ...newCard(step), key: known.key } : newCard(step);
  });
  return cards.reduce<Card[]>(
    (all, card, at) => (card.enabled ? all : behind(all, cards.slice(0, at), card)),
    adopted,
  );
}

/** The card of each step: equal ones first, then those of the same filter. */
function match(cards: readonly Card[], steps: readonly Step[]): (Card | undefined)[] {
  const free = new Set(cards.filter(({ enabled }) => enabled));
  const chosen = steps.map((step) =>
    take(free, (card) => formatChain([card]) === formatChain([step])),
  );
  return steps.map(
    (step, index) => chosen[index] ?? take(free, (card) => card.filterId === step.filterId),
  );
}

function take(free: Set<Card>, wanted: (card: Card) => boolean): Card | undefined {
  const found = [...free].find(wanted);
  if (found) {
    free.delete(found);
  }
  return found;
}

function behind(all: Card[], before: readonly Card[], card: Card): Card[] {
  const anchor = before.findLast(({ key }) => all.some((one) => one.key === key));
  const at = anchor ? all.findIndex(({ key }) => key === anchor.key) + 1 : 0;
  return all.toSpliced(at, 0, card);
}
