import type { PipelineStatus } from "../api/model";
import type { Lineage } from "../frames/frame";
import type { Reading } from "../frames/readings";
import { texts } from "../texts";

/** Name of the accelerator that made a frame: the GPU's if the job reports it, or CPU. */
export function acceleratorOf(lineage: Lineage, devices: readonly string[]): string {
  const name = lineage.accelerator.startsWith("cuda")
    ? (devices[0] ?? lineage.accelerator.split(":")[0]!)
    : texts.grid.cpu;
  return lineage.fellBack ? `${name}, ${texts.grid.fellBack}` : name;
}

export function fpsOf({ fps, receivedFps }: Reading): string {
  return texts.grid.fps(fps.toFixed(1), receivedFps.toFixed(1));
}

export function latencyOf({ latency }: Reading): string {
  return latency
    ? texts.grid.latency(latency.p50.toFixed(0), latency.p95.toFixed(0))
    : texts.grid.none;
}

export function lostOf({ lost }: Reading): number {
  return Object.values(lost).reduce((sum, count) => sum + count, 0);
}

/** Describes each reason for lost frames with its count. */
export function reasonsOf(lost: Readonly<Record<string, number | bigint>>): [string, number][] {
  return Object.entries(lost)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => [wordsFor(reason), Number(count)]);
}

/** Says how many frames of a pipeline fell back; empty if none did. */
export function fellBackText({ fellBackFrames }: PipelineStatus): string {
  return fellBackFrames > 0n ? texts.grid.fellBackFrames(fellBackFrames) : "";
}

function wordsFor(reason: string): string {
  const [kind, code] = reason.split(":");
  return kind === "rejected"
    ? texts.grid.rejected(code ?? "")
    : (texts.grid.reasons[reason] ?? texts.grid.otherReason(reason));
}
