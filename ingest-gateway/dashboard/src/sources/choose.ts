/** An input that is to be shown. */
export interface Chosen {
  streamId: string;
  /** What to tell the user when the drawer has closed; may be empty. */
  said: string;
}

/** Fires `input-chosen`, on which the drawer closes and the page shows the stream. */
export function choose(from: EventTarget, streamId: string, said = ""): void {
  const detail: Chosen = { streamId, said };
  from.dispatchEvent(
    new CustomEvent<Chosen>("input-chosen", { detail, bubbles: true, composed: true }),
  );
}
