/**
 * What a key stroke asks for. Text fields elsewhere, and text in the panel that is not applied yet,
 * keep the browser's own undo.
 */
export function undoOf(
  event: KeyboardEvent,
  panel: HTMLElement,
  typed: boolean,
): "undo" | "redo" | undefined {
  const key = event.key.toLowerCase();
  if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) {
    return undefined;
  }
  const path = event.composedPath();
  const target = path[0];
  const keepsOwn = target instanceof HTMLTextAreaElement ? typed : isSearchOrName(target);
  if (isText(target) && (keepsOwn || !path.includes(panel))) {
    return undefined;
  }
  return key === "y" || event.shiftKey ? "redo" : "undo";
}

function isText(target: EventTarget | undefined): boolean {
  const plain = ["checkbox", "radio", "range", "color", "button", "file"];
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !plain.includes(target.type))
  );
}

/** Names and search words are no part of the chain. */
function isSearchOrName(target: EventTarget | undefined): boolean {
  return target instanceof HTMLInputElement && (target.type === "search" || target.id === "name");
}
