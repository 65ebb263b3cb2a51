import { LitElement, css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PipelineStatus, Stream } from "../api/model";
import type { Reading } from "../frames/readings";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { fellBackText, reasonsOf } from "./reading-texts";

/** Lists the frames that were lost on their way to a panel, by place and reason. */
@customElement("loss-list")
export class LossList extends LitElement {
  @property({ attribute: false }) stream: Stream | undefined;
  /** Id of the pipeline on view. */
  @property() pipelineId = "";
  @property({ attribute: false }) reading: Reading | undefined;

  override render() {
    const { lossOf } = texts.grid;
    const pipeline = this.stream?.pipelines.find((one) => one.pipelineId === this.pipelineId);
    return html`<section aria-labelledby="heading" data-testid="loss">
      <h2 id="heading">${texts.grid.loss}</h2>
      ${place(lossOf.panel, this.reading?.lost ?? {}, "loss-panel")}
      ${pipeline ? place(lossOf.pipeline, pipeline.drops, "loss-pipeline") : ""}
      ${this.stream ? place(lossOf.stream, lossOfStream(this.stream), "loss-stream") : ""}
      ${pipeline ? this.fallBack(pipeline) : ""}
    </section>`;
  }

  private fallBack(pipeline: PipelineStatus) {
    const count = fellBackText(pipeline);
    return html`${count ? html`<p data-testid="loss-fell-back">${count}</p>` : ""}
    ${this.reading?.lineage?.fellBack ? html`<p class="warning">${texts.grid.fellBackNow}</p>` : ""}`;
  }

  static override styles = [
    shared,
    css`
      section {
        display: grid;
        gap: 0.75rem;
        font-size: 0.8125rem;
      }
      h3 {
        font-size: 0.8125rem;
        font-weight: 400;
        color: var(--muted);
      }
      li {
        display: flex;
        gap: 0.625rem;
      }
      .count {
        min-width: 2.5rem;
        text-align: right;
        font-weight: 600;
      }
      .warning {
        color: var(--warning);
      }
    `,
  ];
}

function place(title: string, lost: Readonly<Record<string, number | bigint>>, name: string) {
  const reasons = reasonsOf(lost);
  return html`<div data-testid=${name}>
    <h3>${title}</h3>
    ${
      reasons.length === 0
        ? html`<p>${texts.grid.noLoss}</p>`
        : html`<ul>
            ${reasons.map(
              ([words, count]) =>
                html`<li><span class="count number">${count}</span><span>${words}</span></li>`,
            )}
          </ul>`
    }
  </div>`;
}

/** Everything that the job knows to be lost or refused before the filters. */
function lossOfStream({ missing, misplaced, rejects }: Stream): Record<string, bigint> {
  const lost: Record<string, bigint> = { stream_missing: missing, misplaced };
  for (const [code, count] of Object.entries(rejects)) {
    lost[`rejected:${code}`] = count;
  }
  return lost;
}
