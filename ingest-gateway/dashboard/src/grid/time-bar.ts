import { LitElement, css, html } from "lit";
import { customElement } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";

const SPEEDS = ["0.25×", "0.5×", "1×", "2×", "4×", "8×"];

/** The controls to look back in time. They are disabled, since no gateway offers past frames yet. */
@customElement("time-bar")
export class TimeBar extends LitElement {
  override render() {
    return html`<section aria-labelledby="heading" data-testid="time">
      <h2 id="heading">${texts.grid.time}</h2>
      <div>
        <input type="range" disabled value="100" aria-label=${texts.grid.time} />
        <select disabled aria-label=${texts.grid.speed}>
          ${SPEEDS.map((speed) => html`<option .selected=${speed === "1×"}>${speed}</option>`)}
        </select>
        <button disabled>${texts.grid.goLive}</button>
      </div>
      <p class="muted">${texts.grid.timeNotAvailable}</p>
    </section>`;
  }

  static override styles = [
    shared,
    css`
      section {
        display: grid;
        gap: 0.5rem;
        font-size: 0.8125rem;
      }
      div {
        display: flex;
        gap: 0.5rem;
        opacity: 0.6;
      }
      input {
        flex: 1;
        min-width: 0;
      }
      select,
      button {
        padding: 0.125rem 0.5rem;
        border: 1px solid var(--edge);
        border-radius: 6px;
        background: none;
        cursor: not-allowed;
      }
    `,
  ];
}
