import { LitElement, css, html } from "lit";
import { customElement, state } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { texts } from "../texts";

/**
 * Shows two pictures in one place, the slots `left` and `right`, with a split between them that
 * moves by pointer and by the arrow keys.
 */
@customElement("split-view")
export class SplitView extends LitElement {
  @state() private percent = 50;

  override render() {
    return html`<slot name="left"></slot>
      <div class="right" .style=${`clip-path: inset(0 0 0 ${this.percent}%)`}>
        <slot name="right"></slot>
      </div>
      <div class="line" .style=${`left: ${this.percent}%`}></div>
      <input
        type="range"
        min="0"
        max="100"
        step="1"
        aria-label=${texts.grid.split}
        data-testid="split"
        .value=${String(this.percent)}
        @input=${this.onInput}
      />`;
  }

  private onInput(event: InputEvent): void {
    this.percent = Number((event.target as HTMLInputElement).value);
  }

  static override styles = [
    shared,
    css`
      :host,
      .right {
        position: absolute;
        inset: 0;
      }
      .line {
        position: absolute;
        inset: 0 auto 0 0;
        width: 2px;
        margin-left: -1px;
        background: #fff;
        box-shadow: 0 0 0 1px rgb(0 0 0 / 0.4);
        pointer-events: none;
      }
      .line::after {
        content: "";
        position: absolute;
        top: calc(50% - 1rem);
        left: -0.375rem;
        width: 0.875rem;
        height: 2rem;
        border-radius: 0.5rem;
        background: #fff;
        box-shadow: 0 0 0 1px rgb(0 0 0 / 0.4);
      }
      /* The input is wider than the picture by its thumb, so that the line is where the thumb is. */
      input {
        position: absolute;
        inset: 0 auto 0 -1rem;
        width: calc(100% + 2rem);
        height: 100%;
        margin: 0;
        opacity: 0;
        cursor: ew-resize;
        appearance: none;
      }
      input::-webkit-slider-thumb {
        appearance: none;
        width: 2rem;
        height: 100%;
      }
      input::-moz-range-thumb {
        width: 2rem;
        height: 100%;
      }
      input:focus-visible {
        outline: none;
      }
      :host(:focus-within) .line::after {
        outline: 2px solid var(--safelight);
        outline-offset: 2px;
      }
    `,
  ];
}
