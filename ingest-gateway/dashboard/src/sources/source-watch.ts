import type { ReactiveController, ReactiveControllerHost } from "lit";
import { Mirror } from "../api/mirror";
import { type Rpc, failureOf } from "../api/rpc";
import { Watch } from "../api/watch";
import type { Source } from "../gen/darkroom/v1/source_pb";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";

/** Follows the sources while its host wants it and the page is visible. */
export class SourceWatch implements ReactiveController {
  /** Sorted by id; undefined until the first answer. */
  sources: Source[] | undefined;
  /** Why the sources are not known at the moment; empty while connected. */
  error = "";
  private wanted = false;
  private readonly mirror = new Mirror<Source>((source) => source.sourceId);
  private readonly watch = new Watch((signal) => this.open(signal), {
    received: ({ sources, deletedSourceIds, ...state }) => {
      const all = this.mirror.apply({ changed: sources, deleted: deletedSourceIds, ...state });
      this.sources = all ?? this.sources;
      this.error = "";
      this.host.requestUpdate();
    },
    failed: (error) => {
      this.error = failureOf(error).message;
      this.host.requestUpdate();
    },
  });

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly rpc: () => Rpc,
  ) {
    host.addController(this);
  }

  /** Begins or ends following. */
  want(wanted: boolean): void {
    this.wanted = wanted;
    this.follow();
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.follow);
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.follow);
    this.watch.stop();
  }

  private readonly follow = () =>
    this.wanted && !document.hidden ? this.watch.start() : this.watch.stop();

  private open(signal: AbortSignal) {
    return this.rpc().client(SourceService).watchSources({ from: this.mirror.from }, { signal });
  }
}
