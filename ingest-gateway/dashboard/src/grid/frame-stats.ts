import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Lineage, Stage } from "../frames/frame";
import type { Reading, Skipped } from "../frames/readings";
import { shared } from "../styles/shared";

const NONE = "–";

/** Shows statistics of the frames on view: rate, latency, and the time per processing step. */
@customElement("frame-stats")
export class FrameStats extends LitElement {
  @property({ attribute: false }) reading: Reading | undefined;
  /** Width and height as text. */
  @property() size = "";

  override render() {
    const lineage = this.reading?.lineage;
    return html`<section aria-labelledby="heading">
      <div>
        <h2 id="heading">Statistics</h2>
        <dl>
          ${fact("Frame rate", (this.reading?.fps ?? 0).toFixed(1), "fps", "stat-fps")}
          ${fact("Latency", whole(this.reading?.latencyMillis), "ms", "stat-latency")}
          ${fact("Accelerator", accelerator(lineage), "", "stat-accelerator", lineage?.accelerator)}
          ${fact("Revision", lineage ? String(lineage.revision) : NONE, "", "stat-revision")}
          ${fact("Size", this.size || NONE, "", "stat-size")}
          ${fact("Skipped", skippedTotal(this.reading), "", "stat-skipped", reasons(this.reading))}
        </dl>
      </div>
      ${lineage ? this.times(lineage) : nothing}
    </section>`;
  }

  private times(lineage: Lineage) {
    return html`<div>
      <h2>Time per frame</h2>
      <ol data-testid="stat-times">
        ${lineage.stages.map((stage) => row(stage, longest(lineage.stages)))}
      </ol>
      ${
        lineage.warmingUp
          ? html`<p class="muted">A filter is still warming up.</p>`
          : nothing
      }
    </div>`;
  }

  static override styles = [
    shared,
    css`
      :host {
        container-type: inline-size;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 1.25rem 2.5rem;
      }
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr));
        gap: 1rem;
        padding-top: 0.625rem;
      }
      @container (min-width: 860px) {
        section {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        dl {
          grid-template-columns: repeat(3, minmax(0, 1fr));
        }
      }
      dt {
        font-size: 0.8125rem;
        color: var(--muted);
      }
      dd {
        font-size: 1.25rem;
        font-variant-numeric: tabular-nums;
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .unit {
        padding-left: 0.25rem;
        font-size: 0.8125rem;
        color: var(--muted);
      }
      ol {
        display: grid;
        gap: 0.25rem;
        margin: 0;
        padding: 0.625rem 0 0;
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

function fact(title: string, value: string, unit: string, name: string, hint = "") {
  return html`<div>
    <dt>${title}</dt>
    <dd title=${hint}>
      <span data-testid=${name}>${value}</span>${
        unit && value !== NONE ? html`<span class="unit">${unit}</span>` : nothing
      }
    </dd>
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

function whole(millis: number | undefined): string {
  return millis === undefined ? NONE : millis.toFixed(0);
}

function accelerator(lineage: Lineage | undefined): string {
  if (!lineage) {
    return NONE;
  }
  const [kind = ""] = lineage.accelerator.split(":");
  return lineage.fellBack ? `${kind} (fallback)` : kind;
}

function skippedTotal(reading: Reading | undefined): string {
  const { missed, late, undrawable }: Skipped = reading?.skipped ?? {
    missed: 0,
    late: 0,
    undrawable: 0,
  };
  return String(missed + late + undrawable);
}

function reasons(reading: Reading | undefined): string {
  if (!reading) {
    return "";
  }
  const { missed, late, undrawable } = reading.skipped;
  return `${missed} missing, ${late} too late, ${undrawable} could not be drawn`;
}
