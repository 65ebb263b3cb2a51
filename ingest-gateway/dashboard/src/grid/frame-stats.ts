import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Lineage, Stage } from "../frames/frame";
import type { Reading } from "../frames/readings";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { acceleratorOf, fpsOf, latencyOf } from "./reading-texts";

/** Shows statistics of the frames on view: rate, latency, and the time per processing step. */
@customElement("frame-stats")
export class FrameStats extends LitElement {
  @property({ attribute: false }) reading: Reading | undefined;
  /** Width and height as text. */
  @property() size = "";
  /** Names of the GPUs that the job uses. */
  @property({ attribute: false }) devices: readonly string[] = [];

  override render() {
    const { none, ...titles } = texts.grid;
    const reading = this.reading;
    const lineage = reading?.lineage;
    return html`<section aria-labelledby="heading">
      <h2 id="heading">${titles.statistics}</h2>
      <dl>
        ${fact(titles.frameRate, reading ? fpsOf(reading) : none, "stat-fps")}
        ${fact(titles.latencyTitle, reading ? latencyOf(reading) : none, "stat-latency")}
        ${fact(
          titles.accelerator,
          lineage ? acceleratorOf(lineage, this.devices) : none,
          "stat-accelerator",
        )}
        ${fact(titles.revision, lineage ? String(lineage.revision) : none, "stat-revision")}
        ${fact(titles.size, this.size || none, "stat-size")}
      </dl>
      ${lineage ? this.times(lineage) : nothing}
    </section>`;
  }

  private times(lineage: Lineage) {
    return html`<div>
      <h3>${texts.grid.timePerFrame}</h3>
      <ol data-testid="stat-times">
        ${lineage.stages.map((stage) => row(stage, longest(lineage.stages)))}
      </ol>
      ${lineage.warmingUp ? html`<p class="muted">${texts.grid.warmingUp}</p>` : nothing}
    </div>`;
  }

  static override styles = [
    shared,
    css`
      section,
      section > div {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 0.75rem;
      }
      h3 {
        font-size: 0.8125rem;
        font-weight: 400;
        color: var(--muted);
      }
      dl {
        display: grid;
        gap: 0.25rem;
        font-size: 0.8125rem;
      }
      dl div {
        display: flex;
        justify-content: space-between;
        gap: 1rem;
      }
      dt {
        color: var(--muted);
      }
      dd {
        min-width: 0;
        text-align: right;
        font-variant-numeric: tabular-nums;
        overflow-wrap: anywhere;
      }
      ol {
        display: grid;
        gap: 0.25rem;
        margin: 0;
        padding: 0;
        list-style: none;
        font-size: 0.8125rem;
      }
      li {
        display: grid;
        grid-template-columns: minmax(6rem, 30%) 1fr 4.5rem;
        align-items: center;
        gap: 0.75rem;
      }
      .stage {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .filter .stage {
        font-family: var(--mono);
      }
      svg {
        display: block;
        width: 100%;
        height: 0.375rem;
      }
      rect {
        fill: var(--edge);
      }
      .filter rect {
        fill: var(--safelight);
      }
      .time {
        text-align: right;
      }
    `,
  ];
}

function fact(title: string, value: string, name: string) {
  return html`<div>
    <dt>${title}</dt>
    <dd data-testid=${name}>${value}</dd>
  </div>`;
}

function row(stage: Stage, longestMillis: number) {
  const share = longestMillis > 0 ? (100 * stage.millis) / longestMillis : 0;
  return html`<li class=${stage.kind}>
    <span class="stage" title=${stage.name}>${stage.name}</span>
    <svg aria-hidden="true" preserveAspectRatio="none" viewBox="0 0 100 6">
      <rect width=${Math.max(share, 0.5)} height="6"></rect>
    </svg>
    <span class="time number">${stage.millis.toFixed(2)} ms</span>
  </li>`;
}

function longest(stages: Stage[]): number {
  return Math.max(...stages.map((stage) => stage.millis));
}
