import { locate } from "./chain-check";
import type { Fault } from "./chain-parser";
import type { ChainSession } from "./chain-session";
import type { CardProblem } from "./filter-card";

type Shown = Pick<ChainSession, "fault" | "failure" | "text" | "cards">;

/** What is wrong with the text on view: a mistake in typing, or what the gateway refused. */
export function faultsOf({ fault, failure, text }: Shown): Fault[] {
  if (fault) {
    return [fault];
  }
  if (!failure) {
    return [];
  }
  const { details, message } = failure.error;
  const placed = details.filter(({ field, column }) => field === "chain" && column > 0);
  return placed.length > 0 && failure.chain === text
    ? placed.map(({ column, description }) => ({ column, text: description }))
    : [{ column: 0, text: message }];
}

/** The problems that the gateway found, by the key of the card that has them. */
export function problemsByCard(session: Shown): Map<string, CardProblem[]> {
  const found = new Map<string, CardProblem[]>();
  if (session.fault || !session.failure) {
    return found;
  }
  const enabled = session.cards.filter((card) => card.enabled);
  for (const { column, text } of faultsOf(session)) {
    const place = column > 0 ? locate(session.failure.chain, column) : undefined;
    const card = place && enabled[place.step];
    if (card) {
      const problem = { argument: place.argument, text };
      found.set(card.key, [...(found.get(card.key) ?? []), problem]);
    }
  }
  return found;
}
