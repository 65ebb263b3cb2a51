import { texts } from "../texts";

export type Pattern = keyof typeof texts.sources.synthetic.patterns;

/** A picture that the gateway generates. */
export interface TestPicture {
  pattern: Pattern;
  /** Width × height in px, such as "640x360". */
  size: string;
  fps: number;
}

export const PATTERNS = Object.keys(texts.sources.synthetic.patterns) as Pattern[];

/** The address of a source that shows a test picture. */
export function addressOf({ pattern, size, fps }: TestPicture): string {
  return `test:${pattern}=size=${size}:rate=${fps}`;
}

/** The first of `base`, `base-2`, `base-3` … that is not taken. */
export function freeName(base: string, taken: Iterable<string>): string {
  const used = new Set(taken);
  let name = base;
  for (let number = 2; used.has(name); number++) {
    name = `${base}-${number}`;
  }
  return name;
}
