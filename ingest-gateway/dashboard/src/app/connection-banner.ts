import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";

/** A failed connection to the gateway. */
export interface Outage {
  headline: string;
  reason: string;
  /** Milliseconds since 1970. */
  nextTryAt: number;
}

/** Reports an outage across the page, with a countdown to the next try; fires `retry`. */
@customElement("connection-banner")
export class ConnectionBanner extends LitElement {
  @property({ attribute: false }) outage: Outage | undefined;
  @state() private seconds = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.count(), 250);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  override willUpdate(): void {
    this.count();
  }

  override render() {
    const outage = this.outage;
    return html`<div role="status" aria-live="polite">
        ${
          outage
            ? html`<p data-testid="banner">
                <span><strong>${outage.headline}</strong> ${outage.reason}</span>
              </p>`
            : nothing
        }
      </div>
      ${
        outage
          ? html`<p class="next">
              <span class="number" data-testid="banner-countdown">${this.countdown}</span>
              <button @click=${this.retry}>${texts.app.tryNow}</button>
            </p>`
          : nothing
      }`;
  }

  private get countdown(): string {
    return this.seconds > 0 ? texts.app.nextTry(this.seconds) : texts.app.trying;
  }

  private count(): void {
    const millis = (this.outage?.nextTryAt ?? 0) - Date.now();
    this.seconds = Math.max(0, Math.ceil(millis / 1000));
  }

  private retry(): void {
    this.dispatchEvent(new CustomEvent("retry"));
  }

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        background: var(--warning-dim);
        color: var(--warning);
        font-size: 0.875rem;
      }
      p {
        padding: 0.5rem 1.25rem;
      }
      .next {
        display: flex;
        align-items: center;
        gap: 0.75rem;
      }
      button {
        padding: 0.125rem 0.625rem;
        border: 1px solid currentColor;
        border-radius: 6px;
        background: none;
      }
    `,
  ];
}
