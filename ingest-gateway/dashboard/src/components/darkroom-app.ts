import { LitElement, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Api, ApiError } from "../api";
import type { Catalogue, Pipeline, Stream } from "../model";
import { Poller } from "../poller";
import { type Route, readRoute, writeRoute } from "../route";
import { appStyles } from "../styles/app";
import { shared } from "../styles/shared";
import "./first-stream";
import "./live-view";
import "./status-banner";
import "./stream-list";

const CATALOGUE_EVERY_POLLS = 15;
const BASE = new URL("v1/", document.baseURI);
const SOCKETS = new URL(BASE.href.replace(/^http/, "ws"));

/** The page: asks the gateway every second what there is and shows what the address names. */
@customElement("darkroom-app")
export class DarkroomApp extends LitElement {
  @state() private streams: Stream[] | undefined;
  @state() private pipelines: Pipeline[] = [];
  @state() private catalogue: Catalogue = { filters: [] };
  @state() private route: Route = readRoute(location.hash);
  private firstStream: string | undefined;
  @state() private trouble: ApiError | undefined;
  private polls = 0;
  private changes = 0;
  private readonly api = new Api(BASE);
  private readonly poller = new Poller(
    () => this.refresh(),
    (error) => this.explain(error),
  );
  private readonly onHash = () => (this.route = readRoute(location.hash));
  private readonly onVisibility = () =>
    document.hidden ? this.poller.stop() : this.poller.start();

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("hashchange", this.onHash);
    document.addEventListener("visibilitychange", this.onVisibility);
    this.onVisibility();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("hashchange", this.onHash);
    document.removeEventListener("visibilitychange", this.onVisibility);
    this.poller.stop();
  }

  override render() {
    const stream = this.selectedStream;
    return html`<header class="top">
        <span class="brand"><span class="lamp"></span>Darkroom</span>
        ${this.engine()}
      </header>
      <status-banner
        .headline=${headline(this.trouble)}
        .reason=${this.trouble?.message ?? ""}
      ></status-banner>
      <div class="body ${this.streams?.length ? "" : "bare"}">
        ${
          this.streams?.length
            ? html`<stream-list
                .streams=${this.streams}
                .selected=${stream?.streamId}
                .stale=${this.trouble !== undefined}
                @stream-chosen=${(event: CustomEvent<string>) =>
                  this.go({ stream: event.detail, pipeline: undefined })}
              ></stream-list>`
            : nothing
        }
        <main>${this.content(stream)}</main>
      </div>`;
  }

  private content(stream: Stream | undefined) {
    if (!this.streams) {
      return html`<h1 class="waiting muted">Looking for streams</h1>`;
    }
    if (!stream) {
      return this.streams.length === 0 ? html`<first-stream></first-stream>` : this.unknown();
    }
    const pipelines = this.pipelinesOf(stream);
    return html`<live-view
      .api=${this.api}
      .frames=${SOCKETS}
      .stream=${stream}
      .pipelines=${pipelines}
      .pipeline=${this.selectedPipeline(pipelines)}
      .catalogue=${this.catalogue}
      @pipeline-chosen=${(event: CustomEvent<string>) =>
        this.go({ stream: stream.streamId, pipeline: event.detail })}
      @pipeline-changed=${(event: CustomEvent<Pipeline>) => this.replace(event.detail)}
    ></live-view>`;
  }

  private unknown() {
    return html`<h1 class="waiting muted">
      No stream is called ${this.route.stream}. Choose one from the list.
    </h1>`;
  }

  private engine() {
    const job = this.catalogue.job;
    return job
      ? html`<span class="muted" title=${job.engineReason}
          >engine ${job.engine} · job ${job.version}</span
        >`
      : nothing;
  }

  private get selectedStream(): Stream | undefined {
    this.firstStream ??= this.mostAlive()?.streamId;
    const wanted = this.route.stream ?? this.firstStream;
    return this.streams?.find(({ streamId }) => streamId === wanted);
  }

  /** What to show a newcomer: something that moves and is processed, if there is such a stream. */
  private mostAlive(): Stream | undefined {
    const live = this.streams?.filter(({ state }) => state === "live") ?? [];
    return (
      live.find(({ streamId }) => this.pipelines.some((p) => p.streamId === streamId)) ??
      live[0] ??
      this.streams?.[0]
    );
  }

  private pipelinesOf(stream: Stream): Pipeline[] {
    return this.pipelines
      .filter(({ streamId }) => streamId === stream.streamId)
      .sort((a, b) => a.pipelineId.localeCompare(b.pipelineId));
  }

  private selectedPipeline(pipelines: Pipeline[]): Pipeline | undefined {
    const wanted = this.route.pipeline;
    return pipelines.find(({ pipelineId }) => pipelineId === wanted) ?? pipelines[0];
  }

  private go(route: Route): void {
    location.hash = writeRoute(route);
  }

  private async refresh(): Promise<void> {
    const changes = this.changes;
    const [streams, pipelines] = await Promise.all([this.api.streams(), this.api.pipelines()]);
    this.streams = streams.sort((a, b) => a.streamId.localeCompare(b.streamId));
    // An answer that was under way while a pipeline changed may not know the change yet.
    this.pipelines = changes === this.changes ? pipelines : this.pipelines;
    this.trouble = undefined;
    this.nameSelection();
    if (this.polls++ % CATALOGUE_EVERY_POLLS === 0 || this.catalogue.filters.length === 0) {
      await this.refreshCatalogue();
    }
  }

  private async refreshCatalogue(): Promise<void> {
    try {
      this.catalogue = await this.api.catalogue();
    } catch (error) {
      // The last known one serves on; real trouble shows in the next poll of the streams.
      if (!(error instanceof ApiError)) {
        throw error;
      }
    }
  }

  private replace(changed: Pipeline): void {
    this.changes++;
    const others = this.pipelines.filter(({ pipelineId }) => pipelineId !== changed.pipelineId);
    this.pipelines = [...others, changed];
    this.nameSelection();
  }

  /** Puts what is on view into the address, so that it can be kept and shared. */
  private nameSelection(): void {
    const stream = this.selectedStream;
    if (!stream) {
      return;
    }
    const pipeline = this.selectedPipeline(this.pipelinesOf(stream))?.pipelineId;
    const route = { stream: stream.streamId, pipeline };
    if (writeRoute(route) !== writeRoute(this.route)) {
      history.replaceState(null, "", writeRoute(route));
      this.route = route;
    }
  }

  private explain(error: unknown): void {
    if (error instanceof ApiError) {
      this.trouble = error;
    } else {
      reportError(error);
    }
  }

  static override styles = [shared, appStyles];
}

function headline(trouble: ApiError | undefined): string {
  if (!trouble) {
    return "";
  }
  return trouble.unreachable ? "Gateway unreachable, retrying." : "Gateway refused, retrying.";
}
