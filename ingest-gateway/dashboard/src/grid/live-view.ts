import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { keyed } from "lit/directives/keyed.js";
import type { Api } from "../api/api";
import type { Catalogue, Pipeline, Stream } from "../api/model";
import type { Reading } from "../frames/readings";
import { liveViewStyles } from "../styles/live-view";
import { shared } from "../styles/shared";
import "../filters/chain-editor";
import type { ChainEditor } from "../filters/chain-editor";
import "../filters/filter-reference";
import "./frame-panel";
import "./frame-stats";
import "./view-choice";
import type { View } from "./view-choice";

/** Shows one stream beside the results of one of its pipelines; fires `pipeline-chosen`. */
@customElement("live-view")
export class LiveView extends LitElement {
  @property({ attribute: false }) api!: Api;
  /** Root of the gateway's WebSocket URLs. */
  @property({ attribute: false }) frames!: URL;
  @property({ attribute: false }) stream!: Stream;
  @property({ attribute: false }) pipelines: Pipeline[] = [];
  @property({ attribute: false }) pipeline: Pipeline | undefined;
  @property({ attribute: false }) catalogue: Catalogue = { filters: [] };
  @state() private view: View = "both";
  @state() private raw: Reading | undefined;
  @state() private processed: Reading | undefined;
  @query("chain-editor") private editor!: ChainEditor;

  override render() {
    return html`<div class="toolbar">
        <h1>${this.stream.streamId}</h1>
        ${this.choice()}
        <view-choice
          .view=${this.view}
          @view-chosen=${(event: CustomEvent<View>) => this.show(event.detail)}
        ></view-choice>
      </div>
      <div class="panels ${this.view}">
        ${this.view === "processed" ? nothing : this.rawPanel()}
        ${this.view === "raw" ? nothing : this.processedPanel()}
      </div>
      ${keyed(
        this.pipeline?.pipelineId ?? `${this.stream.streamId}-view`,
        html`<chain-editor
          .api=${this.api}
          .stream=${this.stream.streamId}
          .pipeline=${this.pipeline}
          .drawnRevision=${this.drawnRevision}
        ></chain-editor>`,
      )}
      <frame-stats
        .reading=${this.view === "raw" ? this.raw : (this.processed ?? this.raw)}
        .size=${this.size}
      ></frame-stats>
      <filter-reference
        .filters=${this.catalogue.filters}
        @filter-chosen=${(event: CustomEvent<string>) => this.editor.appendFilter(event.detail)}
      ></filter-reference>`;
  }

  private choice() {
    if (this.pipelines.length === 0) {
      return nothing;
    }
    return html`<label class="pipeline">
      <span class="muted">Pipeline</span>
      <select data-testid="pipeline-select" @change=${this.choose}>
        ${this.pipelines.map(
          ({ pipelineId }) =>
            html`<option value=${pipelineId} .selected=${pipelineId === this.pipeline?.pipelineId}>
              ${pipelineId}
            </option>`,
        )}
      </select>
    </label>`;
  }

  private rawPanel() {
    const source = this.address("streams", this.stream.streamId);
    return keyed(
      source,
      html`<frame-panel
        label="Raw"
        name="panel-raw"
        .source=${source}
        .detail=${this.rawDetail}
        @reading=${(event: CustomEvent<Reading>) => (this.raw = event.detail)}
      ></frame-panel>`,
    );
  }

  private processedPanel() {
    if (!this.pipeline) {
      return html`<p class="none muted">
        This stream has no pipeline yet. Enter a chain below to add one.
      </p>`;
    }
    const source = this.address("pipelines", this.pipeline.pipelineId);
    return keyed(
      source,
      html`<frame-panel
        label="Processed"
        name="panel-processed"
        .source=${source}
        .detail=${rate(this.processed)}
        @reading=${(event: CustomEvent<Reading>) => (this.processed = event.detail)}
      ></frame-panel>`,
    );
  }

  override willUpdate(changed: Map<string, unknown>): void {
    // Do not show old statistics beside new frames.
    const before = changed.get("stream") as Stream | undefined;
    if (before && before.streamId !== this.stream.streamId) {
      this.raw = undefined;
    }
    const beforePipeline = changed.get("pipeline") as Pipeline | undefined;
    if (beforePipeline && beforePipeline.pipelineId !== this.pipeline?.pipelineId) {
      this.processed = undefined;
    }
  }

  private show(view: View): void {
    this.view = view;
    this.raw = view === "processed" ? undefined : this.raw;
    this.processed = view === "raw" ? undefined : this.processed;
  }

  private choose(event: Event): void {
    const detail = (event.target as HTMLSelectElement).value;
    this.dispatchEvent(new CustomEvent<string>("pipeline-chosen", { detail }));
  }

  private address(kind: "streams" | "pipelines", id: string): string {
    const address = new URL(`${kind}/${encodeURIComponent(id)}/frames`, this.frames);
    address.searchParams.set("max_lag", "300");
    address.searchParams.set("newest", "true");
    return address.href;
  }

  /** The revision of the last frame drawn, or the gateway's if none was drawn. */
  private get drawnRevision(): number {
    const status = this.stream.pipelines.find(
      ({ pipelineId }) => pipelineId === this.pipeline?.pipelineId,
    );
    return this.processed?.lineage?.revision ?? Number(status?.revision ?? 0);
  }

  private get size(): string {
    const last = this.stream.lastFrame;
    return last?.widthPx ? `${last.widthPx} × ${last.heightPx}` : "";
  }

  private get rawDetail(): string {
    const encoding = this.stream.lastFrame?.encoding;
    return [encoding, rate(this.raw)].filter(Boolean).join(" · ");
  }

  static override styles = [shared, liveViewStyles];
}

function rate(reading: Reading | undefined): string {
  return reading && reading.frames > 0 ? `${reading.fps.toFixed(1)} fps` : "";
}
