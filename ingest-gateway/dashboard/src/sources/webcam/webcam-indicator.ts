import { LitElement, css, html, nothing } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../../styles/shared";
import { texts } from "../../texts";
import { webcam } from "./webcam";
import { WebcamWatch } from "./webcam-watch";

/** Shows that the camera is on, wherever the page puts it; a click stops the camera. */
@customElement("webcam-indicator")
export class WebcamIndicator extends LitElement {
  private readonly watch = new WebcamWatch(this);

  override render() {
    const { state } = this.watch;
    if (state.kind !== "on") {
      return nothing;
    }
    const words = texts.sources.webcam;
    return html`<button
      data-testid="webcam-indicator"
      aria-label=${words.stopNamed(state.streamId)}
      title=${words.stopNamed(state.streamId)}
      @click=${() => webcam.stop()}
    >
      <span class="dot"></span>${words.indicator}
    </button>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
      button {
        display: flex;
        align-items: center;
        gap: 0.5rem;
        min-height: 2rem;
        padding: 0.125rem 0.75rem;
        border: 1px solid var(--safelight);
        border-radius: 1rem;
        background: var(--safelight-dim);
        color: var(--text);
        font-size: 0.8125rem;
      }
      .dot {
        width: 0.625rem;
        height: 0.625rem;
        border-radius: 50%;
        background: var(--safelight);
        animation: blink 1.2s ease-in-out infinite alternate;
      }
      @keyframes blink {
        to {
          opacity: 0.35;
        }
      }
    `,
  ];
}
