import { LitElement, type PropertyValues, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Api } from "../api/api";
import type { Catalogue, Filter, Pipeline, PipelineRequest, Preset } from "../api/model";
import { notify } from "../app/notify";
import { FollowsRights, rights } from "../session/rights";
import { texts as callerTexts } from "../session/texts";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import "./card-list";
import type { CardList, CardsEdit } from "./card-list";
import { adoptSteps, newCard } from "./cards";
import type { ChainSession, SessionHost } from "./chain-session";
import { chainStatus } from "./chain-status";
import "./chain-text";
import type { ChainTextEnd } from "./chain-text";
import { parseChain } from "./chain-parser";
import "./filter-search";
import type { FilterSearch } from "./filter-search";
import { icons } from "../styles/icons";
import "./new-pipeline";
import { panelStyles } from "./panel-styles";
import "./pipeline-settings";
import "./preset-list";
import { faultsOf, problemsByCard } from "./problems";
import { Sessions } from "./sessions";
import { controls } from "./styles";
import { undoOf } from "./undo-keys";

const sessions = new Sessions();

/** The pipeline that was created last, until a panel shows it. */
let createdId: string | undefined;

/**
 * The filters of a pipeline, its chain as text, presets and settings; for a raw stream, a form to
 * add a pipeline. Fires `pipeline-changed` with what the gateway returns, and `pipeline-deleted`.
 */
@customElement("filter-panel")
export class FilterPanel extends LitElement implements SessionHost {
  @property({ attribute: false }) api!: Api;
  @property({ attribute: false }) catalogue: Catalogue | undefined;
  @property({ attribute: false }) streamId = "";
  /** Undefined for a raw stream. */
  @property({ attribute: false }) pipeline: Pipeline | undefined;
  /** The revision of the last frame drawn; 0 before the first. */
  @property({ attribute: false }) drawnRevision = 0;
  @state() private session: ChainSession | undefined;
  @query("card-list") private list!: CardList;
  @query("filter-search") private search!: FilterSearch;
  @query("[data-testid=filter-add]") private addButton!: HTMLElement;
  private readonly onKey = (event: KeyboardEvent) => this.undoByKey(event);

  constructor() {
    super();
    new FollowsRights(this);
  }

  get filters(): Filter[] {
    return this.catalogue?.filters ?? [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("keydown", this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("keydown", this.onKey);
  }

  override willUpdate(changed: PropertyValues): void {
    if (changed.has("pipeline")) {
      this.session = this.pipeline && sessions.open(this.pipeline, this);
    }
  }

  override updated(): void {
    if (createdId !== undefined && createdId === this.pipeline?.pipelineId) {
      createdId = undefined;
      this.addButton.focus();
    }
  }

  /** Whether the caller may change pipelines of the stream. */
  private get editable(): boolean {
    return this.streamId === "" || rights.may("control", this.streamId);
  }

  override render() {
    if (!this.editable) {
      return this.readOnly();
    }
    if (!this.session) {
      return this.streamId ? this.creation() : this.gone();
    }
    const { pipeline } = this.session;
    return html`<section
      aria-label=${texts.filters.panel(pipeline.pipelineId)}
      data-testid="filter-panel"
      data-pipeline-id=${pipeline.pipelineId}
    >
      ${this.header(this.session)} ${this.cards(this.session)} ${this.text(this.session)}
      <preset-list
        .api=${this.api}
        .chain=${pipeline.chain}
        @preset-applied=${(event: CustomEvent<Preset>) => this.applyPreset(event.detail)}
      ></preset-list>
      <pipeline-settings
        .api=${this.api}
        .pipeline=${pipeline}
        @settings-changed=${(event: CustomEvent<Partial<PipelineRequest>>) =>
          this.session?.set(event.detail)}
        @pipeline-deleted=${(event: CustomEvent<string>) => this.deleted(event.detail)}
      ></pipeline-settings>
    </section>`;
  }

  private creation() {
    return html`<section aria-label=${texts.filters.create.heading} data-testid="filter-panel">
      <new-pipeline
        .api=${this.api}
        .streamId=${this.streamId}
        @pipeline-changed=${(event: CustomEvent<Pipeline>) => this.created(event.detail)}
      ></new-pipeline>
    </section>`;
  }

  private readOnly() {
    const chain = this.pipeline?.chain;
    return html`<section aria-label=${texts.filters.heading} data-testid="filter-panel">
      <p class="empty muted" data-testid="filter-read-only">${callerTexts.mayNot.control}</p>
      ${chain ? html`<pre class="chain" data-testid="chain-shown">${chain}</pre>` : nothing}
    </section>`;
  }

  private gone() {
    return html`<section aria-label=${texts.filters.heading} data-testid="filter-panel">
      <p class="empty muted" role="status" data-testid="filter-gone">${texts.filters.gone}</p>
    </section>`;
  }

  private header(session: ChainSession) {
    const t = texts.filters;
    return html`<header>
      <h2>${t.heading}</h2>
      <button
        class="icon plain"
        title=${t.undoHint}
        aria-label=${t.undo}
        aria-keyshortcuts="Control+Z"
        data-testid="filter-undo"
        ?disabled=${!session.canUndo}
        @click=${() => session.undo()}
      >
        ${icons.undo}
      </button>
      <button
        class="icon plain"
        title=${t.redoHint}
        aria-label=${t.redo}
        aria-keyshortcuts="Control+Shift+Z"
        data-testid="filter-redo"
        ?disabled=${!session.canRedo}
        @click=${() => session.redo()}
      >
        ${icons.redo}
      </button>
    </header>`;
  }

  private cards(session: ChainSession) {
    const loading = this.filters.length === 0;
    return html`${
        session.cards.length === 0 && !loading
          ? html`<p class="empty muted" data-testid="filter-empty">${texts.filters.empty}</p>`
          : nothing
      }
      <card-list
        .cards=${session.cards}
        .filters=${this.filters}
        .problems=${problemsByCard(session)}
        @cards-edited=${(event: CustomEvent<CardsEdit>) =>
          session.edit(event.detail.cards, event.detail.tag)}
        @emptied=${() => this.addButton.focus()}
      ></card-list>
      ${loading ? this.skeleton() : nothing}
      <button
        class="add"
        data-testid="filter-add"
        ?disabled=${loading}
        @click=${() => this.search.open()}
      >
        ${icons.add} ${texts.filters.search.open}
      </button>
      <filter-search
        .filters=${this.filters}
        @filter-chosen=${(event: CustomEvent<string>) => this.add(event.detail)}
      ></filter-search>`;
  }

  private skeleton() {
    return html`<div class="skeleton" data-testid="filter-skeleton">
      <p class="help muted" role="status">${texts.filters.loading}</p>
      <span></span><span></span><span></span>
    </div>`;
  }

  private text(session: ChainSession) {
    return html`<chain-text
      .text=${session.text}
      .status=${this.status(session)}
      .problems=${faultsOf(session)}
      ?retryable=${session.failure?.error.retryable}
      @chain-typed=${(event: CustomEvent<string>) => session.type(event.detail)}
      @chain-ended=${(event: CustomEvent<ChainTextEnd>) => end(session, event.detail)}
      @retry=${() => session.retry()}
    ></chain-text>`;
  }

  private status({ applying, failure, fault, revision, pipeline }: ChainSession): string {
    const failed = failure !== undefined || fault !== undefined;
    const { enabled } = pipeline;
    return chainStatus({ applying, failed, enabled, revision, drawnRevision: this.drawnRevision });
  }

  private async add(filterId: string): Promise<void> {
    const card = newCard({ filterId, arguments: [] });
    this.session?.edit([...this.session.cards, card]);
    await this.updateComplete;
    await this.list.reveal(card.key);
  }

  private applyPreset({ title, chain }: Preset): void {
    const parsed = parseChain(chain);
    if (this.session && "steps" in parsed) {
      const enabled = this.session.cards.filter((card) => card.enabled);
      this.session.edit(adoptSteps(enabled, parsed.steps));
      notify(this, "success", texts.filters.presets.applied(title));
    }
  }

  private undoByKey(event: KeyboardEvent): void {
    const act = undoOf(event, this, this.session?.typed ?? false);
    if (act && this.session && this.editable) {
      event.preventDefault();
      this.session[act]();
    }
  }

  changed(): void {
    this.requestUpdate();
  }

  put(pipelineId: string, request: PipelineRequest): Promise<Pipeline> {
    return this.api.putPipeline(pipelineId, request);
  }

  accepted(pipeline: Pipeline): void {
    this.fire("pipeline-changed", pipeline);
  }

  /** The focus goes on to the next step: to add a filter. */
  private created(pipeline: Pipeline): void {
    createdId = pipeline.pipelineId;
    this.accepted(pipeline);
  }

  private deleted(pipelineId: string): void {
    sessions.forget(this.session);
    this.fire("pipeline-deleted", pipelineId);
  }

  private fire<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true }));
  }

  static override styles = [shared, controls, panelStyles];
}

function end(session: ChainSession, how: ChainTextEnd): void {
  if (how === "escape") {
    session.revert();
  } else {
    session.commit(how === "enter");
  }
}
