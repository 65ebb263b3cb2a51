import type { Parameter } from "../api/model";

/** What the user does to a card. */
export type CardAction =
  | { kind: "enable"; enabled: boolean }
  | { kind: "fold" }
  | { kind: "remove" }
  | { kind: "move"; by: number }
  | { kind: "value"; parameter: Parameter; value: string };
