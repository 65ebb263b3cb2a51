/** A piece of a text, marked where something is wrong with it. */
export interface Segment {
  text: string;
  marked: boolean;
}

const WORD = /^[A-Za-z0-9_.+\-#]+/;

/** The end of what begins at an index: a whole name or value, else one character. */
export function endOfToken(text: string, start: number): number {
  const word = WORD.exec(text.slice(start));
  return Math.min(text.length, start + (word ? word[0].length : 1));
}

/**
 * Cuts a text at the columns, counted from 1, where it is wrong. A column behind the end marks a
 * space there; columns below 1 mean nothing.
 */
export function markColumns(text: string, columns: number[]): Segment[] {
  const starts = [...new Set(columns)]
    .filter((column) => column >= 1)
    .map((column) => Math.min(column - 1, text.length))
    .sort((a, b) => a - b);
  const segments: Segment[] = [];
  let at = 0;
  for (const start of starts) {
    if (start < at) {
      continue;
    }
    segments.push({ text: text.slice(at, start), marked: false });
    at = endOfToken(text, start);
    segments.push({ text: text.slice(start, at) || "\u00a0", marked: true });
  }
  segments.push({ text: text.slice(at), marked: false });
  return segments.filter((segment) => segment.text !== "");
}
