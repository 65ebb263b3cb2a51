import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shared } from "../styles/shared";

/** Shows an error of the gateway across the page; empty if there is none. */
@customElement("status-banner")
export class StatusBanner extends LitElement {
  @property() headline = "";
  @property() reason = "";

  override render() {
    return html`<div role="status" aria-live="polite">
      ${
        this.headline
          ? html`<p data-testid="banner"><strong>${this.headline}</strong> ${this.reason}</p>`
          : nothing
      }
    </div>`;
  }

  static override styles = [
    shared,
    css`
      p {
        padding: 0.5rem 1.25rem;
        background: var(--warning-dim);
        border-bottom: 1px solid var(--warning);
        color: var(--warning);
        font-size: 0.875rem;
      }
    `,
  ];
}
