import { texts } from "../texts";

/** How far a chain has come from the panel to the processed frames. */
export interface ChainProgress {
  applying: boolean;
  failed: boolean;
  /** Whether the pipeline is on. */
  enabled?: boolean;
  /** The newest revision that the gateway reported; undefined without a pipeline. */
  revision: number | undefined;
  /** The revision of the last frame drawn; 0 before the first. */
  drawnRevision: number;
}

/** Describes the progress in one line. */
export function chainStatus(progress: ChainProgress): string {
  const { applying, failed, enabled, revision, drawnRevision } = progress;
  const status = texts.filters.status;
  if (applying) {
    return status.applying;
  }
  if (revision === undefined) {
    return failed ? status.notAdded : status.none;
  }
  if (failed) {
    return status.kept(drawnRevision || revision);
  }
  if (enabled === false) {
    return status.off;
  }
  return drawnRevision >= revision ? status.inForce(drawnRevision) : status.waiting(revision);
}
