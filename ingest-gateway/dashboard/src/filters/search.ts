import type { Filter } from "../api/model";

/**
 * The filters that have every word of a query in their title, id or description; those with the
 * words at the beginning of title or id first.
 */
export function searchFilters(filters: Filter[], query: string): Filter[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  const ranked = filters.map((filter) => ({ filter, rank: rankOf(filter, words) }));
  return ranked
    .filter(({ rank }) => rank < Infinity)
    .sort((a, b) => a.rank - b.rank || a.filter.title.localeCompare(b.filter.title))
    .map(({ filter }) => filter);
}

/** The sum of the ranks of the words: 0 begins a name, 1 is in a name, 2 in the description. */
function rankOf({ id, title, description }: Filter, words: string[]): number {
  const name = fold(`${title} ${id.replaceAll("_", " ")} ${id}`);
  const text = fold(description);
  return words
    .map((word) => {
      if (` ${name}`.includes(` ${word}`)) {
        return 0;
      }
      return name.includes(word) ? 1 : text.includes(word) ? 2 : Infinity;
    })
    .reduce<number>((sum, rank) => sum + rank, 0);
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
