import type { texts } from "../../texts";

/** Why the camera cannot be used. */
export type Problem = keyof typeof texts.sources.webcam.problems;

const BY_NAME: Record<string, Problem> = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

/** Why opening the camera failed. */
export function problemOf(error: unknown): Problem {
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  return BY_NAME[name] ?? "failed";
}

/** What makes cameras unusable on this page; undefined if they can be used. */
export function pageProblem(
  secure: boolean = isSecureContext,
  devices: MediaDevices | undefined = navigator.mediaDevices,
): Problem | undefined {
  if (!secure) {
    return "insecure";
  }
  return typeof devices?.getUserMedia === "function" ? undefined : "unsupported";
}
