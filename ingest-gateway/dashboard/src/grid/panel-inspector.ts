import { LitElement, css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Api } from "../api/api";
import type { Catalogue, Pipeline, Stream } from "../api/model";
import type { Rpc } from "../api/rpc";
import type { Reading } from "../frames/readings";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { feedOfOption, feedsOf, optionOf, streamOf, titleOf, titleOfView } from "./feeds";
import "../filters/filter-panel";
import "./frame-stats";
import { type Feed, type Panel, type View, sameFeed } from "./layout";
import "./loss-list";
import "./time-bar";
import type { PanelReading } from "./view-panel";

/** Controls and statistics of the selected panel; fires `view-chosen`. */
@customElement("panel-inspector")
export class PanelInspector extends LitElement {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) rpc!: Rpc;
  @property({ attribute: false }) panel!: Panel;
  @property({ attribute: false }) streams: readonly Stream[] = [];
  @property({ attribute: false }) pipelines: readonly Pipeline[] = [];
  @property({ attribute: false }) catalogue: Catalogue = { filters: [] };
  @property({ attribute: false }) reading: PanelReading | undefined;

  override render() {
    const { view } = this.panel;
    const streamId = streamOf(view.main, this.pipelines) ?? "";
    const pipeline = this.pipelineOf(view);
    return html`<h2 class="title" data-testid="selected-title">${titleOfView(view)}</h2>
      ${this.comparison(view, streamId)}
      ${keyed(
        pipeline?.pipelineId ?? streamId,
        html`<filter-panel
          .api=${this.api}
          .rpc=${this.rpc}
          .catalogue=${this.catalogue}
          .streamId=${streamId}
          .pipeline=${pipeline}
          .drawnRevision=${this.shown?.lineage?.revision ?? 0}
        ></filter-panel>`,
      )}
      <frame-stats
        .reading=${this.shown}
        .size=${this.sizeOf(streamId)}
        .devices=${this.catalogue.job?.devices ?? []}
      ></frame-stats>
      <loss-list
        .stream=${this.streams.find((stream) => stream.streamId === streamId)}
        .pipelineId=${pipeline?.pipelineId ?? ""}
        .reading=${this.shown}
      ></loss-list>
      <time-bar></time-bar>`;
  }

  private comparison({ main, other }: View, streamId: string) {
    const others = feedsOf(streamId, this.pipelines).filter((feed) => !sameFeed(feed, main));
    if (others.length === 0) {
      return nothing;
    }
    return html`<label class="compare">
      <span class="muted">${texts.grid.compareWith}</span>
      <select data-testid="compare-with" @change=${this.compare}>
        <option value="" .selected=${!other}>${texts.grid.nothing}</option>
        ${others.map(
          (feed) =>
            html`<option value=${optionOf(feed)} .selected=${sameFeed(feed, other)}>
              ${titleOf(feed)}
            </option>`,
        )}
      </select>
    </label>`;
  }

  private compare(event: Event): void {
    const { main } = this.panel.view;
    const other = feedOfOption((event.target as HTMLSelectElement).value);
    const detail: View = other ? { main, other } : { main };
    this.dispatchEvent(new CustomEvent<View>("view-chosen", { detail }));
  }

  /** The pipeline to edit: the one at the right of a comparison first. */
  private pipelineOf({ main, other }: View): Pipeline | undefined {
    const shown = [other, main].filter((feed): feed is Feed => feed?.kind === "pipeline");
    return this.pipelines.find(({ pipelineId }) => pipelineId === shown[0]?.id);
  }

  private get shown(): Reading | undefined {
    return this.panel.view.other?.kind === "pipeline" ? this.reading?.other : this.reading?.main;
  }

  private sizeOf(streamId: string): string {
    const last = this.streams.find((stream) => stream.streamId === streamId)?.lastFrame;
    return last?.widthPx ? `${last.widthPx} × ${last.heightPx}` : "";
  }

  static override styles = [
    shared,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        align-content: start;
        gap: 1.5rem;
      }
      .title {
        font-size: 1rem;
        letter-spacing: 0;
        text-transform: none;
        color: var(--text);
        overflow-wrap: anywhere;
      }
      .compare {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 0.75rem;
        font-size: 0.8125rem;
      }
      select {
        min-width: 0;
        max-width: 60%;
        padding: 0.25rem 0.5rem;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--surface);
      }
    `,
  ];
}
