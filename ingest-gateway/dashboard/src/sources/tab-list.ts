import { html } from "lit";

/** One tab; its panel has the id `panel-…`. */
export interface Tab<Id extends string> {
  id: Id;
  label: string;
}

/** A row of tabs; arrow keys, Home and End move the selection, as in ARIA's tabs pattern. */
export function tabList<Id extends string>(
  label: string,
  tabs: Tab<Id>[],
  selected: Id,
  select: (id: Id) => void,
) {
  const onKey = (event: KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === selected);
    const next = tabs[target(event.key, at, tabs.length)];
    if (!next) {
      return;
    }
    event.preventDefault();
    select(next.id);
    const row = event.currentTarget as HTMLElement;
    row.querySelector<HTMLElement>(`#tab-${next.id}`)?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${onKey}>
    ${tabs.map(
      ({ id, label }) =>
        html`<button
          role="tab"
          id="tab-${id}"
          data-testid="tab-${id}"
          aria-controls="panel-${id}"
          aria-selected=${id === selected ? "true" : "false"}
          tabindex=${id === selected ? 0 : -1}
          @click=${() => select(id)}
        >
          ${label}
        </button>`,
    )}
  </div>`;
}

/** Index of the tab that a key leads to; -1 if the key does not matter. */
export function target(key: string, at: number, count: number): number {
  switch (key) {
    case "ArrowRight":
      return (at + 1) % count;
    case "ArrowLeft":
      return (at + count - 1) % count;
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return -1;
  }
}
