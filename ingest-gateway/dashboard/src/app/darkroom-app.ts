import { LitElement, html, nothing } from "lit";
import { customElement, state } from "lit/decorators.js";
import { Api, ApiError } from "../api/api";
import type { Catalogue, Pipeline, Stream } from "../api/model";
import { Rpc, failureOf, pipelineOf } from "../api/rpc";
import { type Route, readRoute, writeRoute } from "./route";
import { appStyles } from "../styles/app";
import { shared } from "../styles/shared";
import { Mirror } from "../api/mirror";
import { Watch } from "../api/watch";
import "./fold-away";
import "./first-stream";
import "../grid/live-view";
import "./status-banner";
import "../grid/stream-list";

const CATALOGUE_EVERY_MILLIS = 15_000;
const ROOT = new URL("./", document.baseURI);
const BASE = new URL("v1/", document.baseURI);
const SOCKETS = new URL(BASE.href.replace(/^http/, "ws"));

/** The page: watches streams and pipelines, and shows those that the address names. */
@customElement("darkroom-app")
export class DarkroomApp extends LitElement {
  @state() private streams: Stream[] | undefined;
  @state() private pipelines: Pipeline[] = [];
  @state() private catalogue: Catalogue = { filters: [] };
  @state() private route: Route = readRoute(location.hash);
  private defaultStream: string | undefined;
  @state() private streamError: ApiError | undefined;
  @state() private pipelineError: ApiError | undefined;
  private catalogueRequestedAt = -CATALOGUE_EVERY_MILLIS;
  private readonly api = new Api(BASE);
  private readonly rpc = Rpc.at(ROOT);
  private readonly streamMirror = new Mirror<Stream>((stream) => stream.streamId);
  private readonly pipelineMirror = new Mirror<Pipeline>((pipeline) => pipeline.pipelineId);
  private readonly watches = [
    new Watch((signal) => this.watchStreams(signal), {
      received: ({ streams, deletedStreamIds, ...state }) =>
        this.showStreams(
          this.streamMirror.apply({ changed: streams, deleted: deletedStreamIds, ...state }),
        ),
      failed: (error) => (this.streamError = failureOf(error)),
    }),
    new Watch((signal) => this.watchPipelines(signal), {
      received: ({ pipelines, deletedPipelineIds, ...state }) =>
        this.showPipelines(
          this.pipelineMirror.apply({
            changed: pipelines.map(pipelineOf),
            deleted: deletedPipelineIds,
            ...state,
          }),
        ),
      failed: (error) => (this.pipelineError = failureOf(error)),
    }),
  ];
  private readonly onHash = () => (this.route = readRoute(location.hash));
  private readonly onVisibility = () =>
    this.watches.forEach((watch) => (document.hidden ? watch.stop() : watch.start()));

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
    this.watches.forEach((watch) => watch.stop());
  }

  override render() {
    const stream = this.selectedStream;
    const error = this.streamError ?? this.pipelineError;
    return html`<header class="top">
        <span class="brand"><span class="lamp"></span>Darkroom</span>
        ${this.engine()}
      </header>
      <status-banner
        .headline=${headline(error)}
        .reason=${error?.message ?? ""}
      ></status-banner>
      <div class="body">
        <aside>
          ${
            this.streams?.length
              ? html`<stream-list
                  .streams=${this.streams}
                  .selected=${stream?.streamId}
                  .stale=${this.streamError !== undefined}
                  @stream-chosen=${(event: CustomEvent<string>) =>
                    this.go({ stream: event.detail, pipeline: undefined })}
                ></stream-list>`
              : nothing
          }
          <fold-away heading="Sources" .load=${() => import("../sources/source-panel")}>
            <source-panel .rpc=${this.rpc}></source-panel>
          </fold-away>
          <fold-away heading="Videos" .load=${() => import("../sources/video-panel")}>
            <video-panel .rpc=${this.rpc} .base=${BASE}></video-panel>
          </fold-away>
        </aside>
        <main>${this.content(stream)}</main>
      </div>`;
  }

  private content(stream: Stream | undefined) {
    if (!this.streams) {
      return html`<h1 class="waiting muted">Loading streams</h1>`;
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
      Stream ${this.route.stream} does not exist. Choose one from the list.
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
    this.defaultStream ??= this.chooseStream()?.streamId;
    const wanted = this.route.stream ?? this.defaultStream;
    return this.streams?.find(({ streamId }) => streamId === wanted);
  }

  /** The stream to show first: preferably a live one with a pipeline. */
  private chooseStream(): Stream | undefined {
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

  private watchStreams(signal: AbortSignal) {
    return this.rpc.streams.watchStreams({ from: this.streamMirror.from }, { signal });
  }

  private watchPipelines(signal: AbortSignal) {
    return this.rpc.pipelines.watchPipelines({ from: this.pipelineMirror.from }, { signal });
  }

  private showStreams(streams: Stream[] | undefined): void {
    if (!streams) {
      return;
    }
    this.streams = streams;
    this.streamError = undefined;
    this.nameSelection();
    void this.refreshCatalogue();
  }

  /** Keeps pipelines that this page changed if they are newer than those received. */
  private showPipelines(pipelines: Pipeline[] | undefined): void {
    if (!pipelines) {
      return;
    }
    const known = new Map(this.pipelines.map((pipeline) => [pipeline.pipelineId, pipeline]));
    this.pipelines = pipelines.map((received) => {
      const before = known.get(received.pipelineId);
      return before && before.revision > received.revision ? before : received;
    });
    this.pipelineError = undefined;
    this.nameSelection();
  }

  /** Refreshes the catalogue now and then: filters change only when a job starts or stops. */
  private async refreshCatalogue(): Promise<void> {
    const now = performance.now();
    const missing = this.catalogue.filters.length === 0;
    if (!missing && now - this.catalogueRequestedAt < CATALOGUE_EVERY_MILLIS) {
      return;
    }
    this.catalogueRequestedAt = now;
    try {
      this.catalogue = await this.api.catalogue();
    } catch (error) {
      // Keep the last catalogue; the watches report a gateway that is unreachable.
      if (!(error instanceof ApiError)) {
        throw error;
      }
    }
  }

  private replace(changed: Pipeline): void {
    const others = this.pipelines.filter(({ pipelineId }) => pipelineId !== changed.pipelineId);
    this.pipelines = [...others, changed];
    this.nameSelection();
  }

  /** Puts the selection into the address, so that it can be bookmarked and shared. */
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

  static override styles = [shared, appStyles];
}

function headline(error: ApiError | undefined): string {
  if (!error) {
    return "";
  }
  return error.unreachable
    ? "Gateway unreachable, retrying."
    : "The gateway refused the request, retrying.";
}
