import type { Outage } from "../app/connection-banner";
import { texts } from "../texts";
import { type Api, ApiError } from "./api";
import { Mirror } from "./mirror";
import type { Catalogue, Pipeline, Stream } from "./model";
import { type Rpc, failureOf, pipelineOf } from "./rpc";
import { Watch } from "./watch";

const CATALOGUE_EVERY_MILLIS = 15_000;

/** The streams, pipelines and filters that the gateway reports, kept up to date by watches. */
export class Directory {
  /** Undefined until the gateway has answered. */
  streams: readonly Stream[] | undefined;
  pipelines: readonly Pipeline[] | undefined;
  catalogue: Catalogue = { filters: [] };
  private streamOutage: Outage | undefined;
  private pipelineOutage: Outage | undefined;
  private catalogueRequestedAt = -CATALOGUE_EVERY_MILLIS;
  private readonly streamMirror = new Mirror<Stream>((stream) => stream.streamId);
  private readonly pipelineMirror = new Mirror<Pipeline>((pipeline) => pipeline.pipelineId);
  private readonly streamWatch: Watch<unknown>;
  private readonly pipelineWatch: Watch<unknown>;

  /**
   * @param changed called after each change
   */
  constructor(
    private readonly rpc: Rpc,
    private readonly api: Api,
    private readonly changed: () => void,
  ) {
    this.streamWatch = this.watchStreams();
    this.pipelineWatch = this.watchPipelines();
  }

  start(): void {
    this.watches.forEach((watch) => watch.start());
  }

  stop(): void {
    this.watches.forEach((watch) => watch.stop());
  }

  retryNow(): void {
    this.watches.forEach((watch) => watch.retryNow());
  }

  get outage(): Outage | undefined {
    return this.streamOutage ?? this.pipelineOutage;
  }

  /** Takes a pipeline that this page changed, before the watch reports it. */
  replace(changed: Pipeline): void {
    const others = this.pipelines?.filter((one) => one.pipelineId !== changed.pipelineId) ?? [];
    this.pipelines = [...others, changed].sort((a, b) => a.pipelineId.localeCompare(b.pipelineId));
    this.changed();
  }

  /** Forgets a pipeline that this page deleted. */
  forget(pipelineId: string): void {
    this.pipelines = this.pipelines?.filter((one) => one.pipelineId !== pipelineId);
    this.changed();
  }

  private get watches(): Watch<unknown>[] {
    return [this.streamWatch, this.pipelineWatch];
  }

  private watchStreams(): Watch<unknown> {
    const { streams } = this.rpc;
    return new Watch(
      (signal) => streams.watchStreams({ from: this.streamMirror.from }, { signal }),
      {
        received: ({ streams, deletedStreamIds, ...state }) => {
          const mirrored = { changed: streams, deleted: deletedStreamIds, ...state };
          this.streams = this.streamMirror.apply(mirrored) ?? this.streams;
          this.streamOutage = undefined;
          this.changed();
          void this.refreshCatalogue();
        },
        failed: (error, nextTryAt) => {
          this.streamOutage = outageOf(error, nextTryAt);
          this.changed();
        },
      },
    );
  }

  private watchPipelines(): Watch<unknown> {
    const { pipelines } = this.rpc;
    return new Watch(
      (signal) => pipelines.watchPipelines({ from: this.pipelineMirror.from }, { signal }),
      {
        received: ({ pipelines, deletedPipelineIds, ...state }) => {
          const changed = pipelines.map(pipelineOf);
          this.take(this.pipelineMirror.apply({ changed, deleted: deletedPipelineIds, ...state }));
          this.pipelineOutage = undefined;
          this.changed();
        },
        failed: (error, nextTryAt) => {
          this.pipelineOutage = outageOf(error, nextTryAt);
          this.changed();
        },
      },
    );
  }

  /** Keeps pipelines that this page changed if they are newer than those received. */
  private take(received: Pipeline[] | undefined): void {
    const known = new Map(this.pipelines?.map((pipeline) => [pipeline.pipelineId, pipeline]));
    this.pipelines =
      received?.map((pipeline) => {
        const before = known.get(pipeline.pipelineId);
        return before && before.revision > pipeline.revision ? before : pipeline;
      }) ?? this.pipelines;
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
      this.changed();
    } catch (error) {
      // Keep the last catalogue; the watches report a gateway that is unreachable.
      if (!(error instanceof ApiError)) {
        throw error;
      }
    }
  }
}

/** Undefined if the caller must be identified again, which the session takes care of. */
function outageOf(error: unknown, nextTryAt: number): Outage | undefined {
  const { unreachable, message, code } = failureOf(error);
  if (code === "Unauthenticated") {
    return undefined;
  }
  const headline = unreachable ? texts.app.unreachable : texts.app.refused;
  return { headline, reason: message, nextTryAt };
}
