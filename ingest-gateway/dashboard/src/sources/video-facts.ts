import type { Video } from "../gen/darkroom/v1/video_service_pb";

/** Describes a video in one line: size, duration, dimensions, frame rate and codec. */
export function videoFacts({ sizeBytes, duration, fps, codec, widthPx, heightPx }: Video): string {
  const parts = [megabytes(Number(sizeBytes))];
  if (duration) {
    parts.push(`${Number(duration.seconds)} s`);
  }
  if (widthPx) {
    parts.push(`${widthPx} × ${heightPx}`);
  }
  if (fps) {
    parts.push(`${fps.toFixed(0)} fps`);
  }
  return [...parts, codec].filter(Boolean).join(" · ");
}

/** A size in MiB with one digit after the point. */
export function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}

/** Derives a valid source id from a file name. */
export function sourceIdOf(videoId: string): string {
  const name = videoId.replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9._-]+/g, "-");
  return name.replace(/^[^A-Za-z0-9]+/, "").slice(0, 128) || "video";
}
