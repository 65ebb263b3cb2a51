import { LitElement, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shared } from "../styles/shared";

export const VIEWS = ["raw", "both", "processed"] as const;
export type View = (typeof VIEWS)[number];

/** Selects the panels to show: raw, processed or both; fires `view-chosen`. */
@customElement("view-choice")
export class ViewChoice extends LitElement {
  @property() view: View = "both";

  override render() {
    return html`<fieldset>
      <legend class="visually-hidden">View</legend>
      ${VIEWS.map(
        (view) =>
          html`<label>
            <input
              class="visually-hidden"
              type="radio"
              name="view"
              value=${view}
              .checked=${view === this.view}
              @change=${() => this.choose(view)}
            /><span>${view}</span>
          </label>`,
      )}
    </fieldset>`;
  }

  private choose(detail: View): void {
    this.dispatchEvent(new CustomEvent<View>("view-chosen", { detail }));
  }

  static override styles = [
    shared,
    css`
      fieldset {
        display: flex;
        margin: 0;
        padding: 3px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--surface);
      }
      label {
        position: relative;
        cursor: pointer;
      }
      span {
        display: block;
        padding: 0.1875rem 0.75rem;
        border-radius: calc(var(--radius) - 3px);
        font-size: 0.8125rem;
        color: var(--muted);
        text-transform: capitalize;
      }
      input:checked + span {
        background: var(--raised);
        color: var(--text);
        box-shadow: inset 0 -2px 0 var(--safelight);
      }
      input:focus-visible + span {
        outline: 2px solid var(--safelight);
        outline-offset: 1px;
      }
    `,
  ];
}
