import { LitElement, css, html, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import { shared } from "../styles/shared";

const WIDTH = 120;
const HEIGHT = 28;

/** Draws the last values of a number as a small line. */
@customElement("spark-line")
export class SparkLine extends LitElement {
  @property({ attribute: false }) values: readonly number[] = [];
  /** Value at the upper edge; the largest value if it is 0. */
  @property({ type: Number }) top = 0;

  override render() {
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<polyline points=${pointsOf(this.values, this.top)}></polyline>`}
    </svg>`;
  }

  static override styles = [
    shared,
    css`
      svg {
        display: block;
        width: 100%;
        height: 1.75rem;
      }
      polyline {
        fill: none;
        stroke: var(--safelight);
        stroke-width: 1.5;
        vector-effect: non-scaling-stroke;
      }
    `,
  ];
}

/** The points of the line, from the left edge to the right one. */
export function pointsOf(values: readonly number[], top: number): string {
  const highest = top || Math.max(...values, 1);
  return values
    .map((value, index) => {
      const x = values.length < 2 ? WIDTH : (index * WIDTH) / (values.length - 1);
      const y = HEIGHT - 1 - (Math.min(value, highest) / highest) * (HEIGHT - 2);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(" ");
}
