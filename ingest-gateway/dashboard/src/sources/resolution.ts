/** How the frames of a source are scaled. */
export type Resolution = "original" | "half" | "quarter" | "custom";

/** Width and height in px; an unset side follows from the aspect ratio. */
export interface Size {
  widthPx?: number;
  heightPx?: number;
}

const DIVISORS = { original: 1, half: 2, quarter: 4 } as const;

/** Scales the size of incoming frames; undefined if it is not known or nothing is scaled. */
export function scaled(incoming: Size, choice: Exclude<Resolution, "custom">): Size | undefined {
  const { widthPx, heightPx } = incoming;
  if (!widthPx || !heightPx || choice === "original") {
    return undefined;
  }
  const divisor = DIVISORS[choice];
  const side = (px: number) => Math.max(1, Math.round(px / divisor));
  return { widthPx: side(widthPx), heightPx: side(heightPx) };
}

/** Finds the choice that leads to the published size. */
export function resolutionOf(published: Size, incoming: Size): Resolution {
  if (!published.widthPx && !published.heightPx) {
    return "original";
  }
  const same = (size: Size | undefined) =>
    size?.widthPx === published.widthPx && size?.heightPx === published.heightPx;
  return (["half", "quarter"] as const).find((one) => same(scaled(incoming, one))) ?? "custom";
}
