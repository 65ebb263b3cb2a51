export type NoticeKind = "success" | "error" | "warning" | "info";

/** A short message to the user. */
export interface Notice {
  kind: NoticeKind;
  text: string;
}

/** Shows a message as a toast: fires `notice`, which the page receives from any element. */
export function notify(from: EventTarget, kind: NoticeKind, text: string): void {
  const detail: Notice = { kind, text };
  from.dispatchEvent(new CustomEvent<Notice>("notice", { detail, bubbles: true, composed: true }));
}
