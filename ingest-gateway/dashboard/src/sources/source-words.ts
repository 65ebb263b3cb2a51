import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Stream } from "../api/model";
import type { Source } from "../gen/darkroom/v1/source_pb";
import { texts } from "../texts";
import type { Size } from "./resolution";

/** How well an input works. */
export type Tone = "live" | "busy" | "bad" | "off";

/** The status of a source or stream in words. */
export interface Words {
  tone: Tone;
  state: string;
  /** Frame rate, size and codec; only of live inputs. */
  facts: string;
  /** Why there are no frames, or the last error; may be empty. */
  trouble: string;
}

const TONES: Record<string, Tone> = {
  live: "live",
  connecting: "busy",
  waiting: "busy",
  stalled: "bad",
  backing_off: "bad",
  failed: "bad",
};

/**
 * Describes a source.
 *
 * @param published size of the frames of its stream, if known
 */
export function sourceWords(
  { stopped, status }: Source,
  published: Size = {},
  nowMillis = Date.now(),
): Words {
  const state = stopped ? "stopped" : (status?.state ?? "waiting");
  const tone = TONES[state] ?? "off";
  if (!status || state === "stopped") {
    return { tone, state: stateName(state), facts: "", trouble: "" };
  }
  const retry = state === "backing_off" ? secondsUntil(status.nextTryAt, nowMillis) : 0;
  return {
    tone,
    state: retry > 0 ? texts.sources.retryIn(retry) : stateName(state),
    facts: state === "live" ? factsOf(status.fpsOut, sizes(status, published), status.codec) : "",
    trouble: tone === "bad" ? status.reason : earlierError(status, nowMillis),
  };
}

/** Describes a stream that has no source. */
export function streamWords({ state, fps, lastFrame }: Stream): Words {
  const facts =
    state === "live" ? factsOf(fps, sizeText(lastFrame ?? {}), lastFrame?.encoding ?? "") : "";
  return { tone: TONES[state] ?? "off", state: stateName(state), facts, trouble: "" };
}

function stateName(state: string): string {
  const names: Record<string, string> = texts.sources.states;
  return names[state] ?? state;
}

function factsOf(fps: number, size: string, codec: string): string {
  // FFmpeg's name for frames that were never encoded tells a user nothing.
  const known = codec === "wrapped_avframe" || codec === "rawvideo" ? "" : codec;
  return [`${fps.toFixed(1)} fps`, size, known].filter(Boolean).join(" · ");
}

/** The size of the incoming frames, and of the published ones if they are scaled. */
function sizes(incoming: Size, published: Size): string {
  const [from, to] = [sizeText(incoming), sizeText(published)];
  return from && to && from !== to ? `${from} → ${to}` : from || to;
}

function sizeText({ widthPx, heightPx }: Size): string {
  return widthPx ? `${widthPx} × ${heightPx}` : "";
}

function earlierError(
  { lastError, lastErrorAt }: { lastError: string; lastErrorAt?: Timestamp },
  nowMillis: number,
): string {
  if (!lastError) {
    return "";
  }
  const at = lastErrorAt ? timestampMs(lastErrorAt) : nowMillis;
  return texts.sources.earlierError(ago(nowMillis - at), lastError);
}

/** Says in words how long ago something was. */
export function ago(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 60) {
    return texts.sources.agoSeconds(seconds);
  }
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? texts.sources.agoMinutes(minutes)
    : texts.sources.agoHours(Math.round(minutes / 60));
}

function secondsUntil(at: Timestamp | undefined, nowMillis: number): number {
  return at ? Math.ceil((timestampMs(at) - nowMillis) / 1000) : 0;
}
