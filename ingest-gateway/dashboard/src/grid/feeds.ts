import type { Pipeline, Stream } from "../api/model";
import { texts } from "../texts";
import type { Feed, View } from "./layout";

/** The stream that a feed's frames come from; undefined for an unknown pipeline. */
export function streamOf(feed: Feed, pipelines: readonly Pipeline[]): string | undefined {
  return feed.kind === "stream"
    ? feed.id
    : pipelines.find(({ pipelineId }) => pipelineId === feed.id)?.streamId;
}

/** All feeds of a stream: its raw frames, then its pipelines. */
export function feedsOf(streamId: string, pipelines: readonly Pipeline[]): Feed[] {
  const own = pipelines.filter((pipeline) => pipeline.streamId === streamId);
  return [
    { kind: "stream", id: streamId },
    ...own.map(({ pipelineId }): Feed => ({ kind: "pipeline", id: pipelineId })),
  ];
}

/** Whether the gateway has reported a feed. */
export function exists(
  { kind, id }: Feed,
  streams: readonly Stream[],
  pipelines: readonly Pipeline[],
): boolean {
  return kind === "stream"
    ? streams.some(({ streamId }) => streamId === id)
    : pipelines.some(({ pipelineId }) => pipelineId === id);
}

export function titleOf({ kind, id }: Feed): string {
  return kind === "stream" ? texts.grid.raw(id) : id;
}

export function titleOfView({ main, other }: View): string {
  return other ? texts.grid.versus(titleOf(main), titleOf(other)) : titleOf(main);
}

/** Writes a feed as the value of an option; {@link feedOfOption} reads it. */
export function optionOf({ kind, id }: Feed): string {
  return `${kind}:${id}`;
}

export function feedOfOption(option: string): Feed | undefined {
  const [kind, id] = option.split(":");
  return id ? { kind: kind as Feed["kind"], id } : undefined;
}

/** The WebSocket of a feed's frames. */
export function addressOf({ kind, id }: Feed, sockets: URL): string {
  const address = new URL(`${kind}s/${encodeURIComponent(id)}/frames`, sockets);
  address.searchParams.set("max_lag", "300");
  address.searchParams.set("newest", "true");
  return address.href;
}

/** The address of a feed's newest frame as an image. */
export function snapshotOf({ kind, id }: Feed, sockets: URL): URL {
  const base = new URL(sockets.href.replace(/^ws/, "http"));
  return new URL(`${kind}s/${encodeURIComponent(id)}/snapshot`, base);
}

/** The view to begin with: a live stream beside its first pipeline, or any stream. */
export function firstView(
  streams: readonly Stream[],
  pipelines: readonly Pipeline[],
): View | undefined {
  const live = streams.filter(({ state }) => state === "live");
  const views = [...live, ...streams].map(({ streamId }): View => {
    const [main, other] = feedsOf(streamId, pipelines);
    return { main: main!, other };
  });
  return views.find(({ other }) => other) ?? views[0];
}
