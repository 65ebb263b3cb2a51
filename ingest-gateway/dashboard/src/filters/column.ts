/** A part of a text; `marked` if it has an error. */
export interface Segment {
  text: string;
  marked: boolean;
}

const WORD = /^[A-Za-z0-9_.+\-#]+/;

/** The end of the token that begins at an index: a whole name or value, or one character. */
export function endOfToken(text: string, start: number): number {
  const word = WORD.exec(text.slice(start));
  return Math.min(text.length, start + (word ? word[0].length : 1));
}

/**
 * Splits a text at the columns of its errors, counted from 1. A column after the end marks an added
 * space; columns below 1 are ignored.
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
