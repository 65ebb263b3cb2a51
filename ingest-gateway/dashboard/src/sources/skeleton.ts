import { html } from "lit";
import { texts } from "../texts";

/** Grey bars in place of a list that is being loaded. */
export function skeleton(rows: number) {
  return html`<div class="stack" role="status" data-testid="loading">
    <span class="visually-hidden">${texts.sources.loading}</span>
    ${Array.from({ length: rows }, () => html`<div class="skeleton"></div>`)}
  </div>`;
}
