import type { Source } from "../gen/darkroom/v1/source_pb";

/** Describes the status of a source in one line. */
export function sourceFacts({ stopped, status }: Source): string {
  if (!status) {
    return stopped ? "stopped" : "waiting";
  }
  const { state, fpsOut, codec, widthPx, heightPx, reason } = status;
  const parts = [state];
  if (state === "live") {
    parts.push(`${fpsOut.toFixed(1)} fps`);
    if (widthPx) {
      parts.push(`${widthPx} × ${heightPx}`);
    }
    parts.push(codec);
  } else {
    parts.push(reason);
  }
  return parts.filter(Boolean).join(" · ");
}
