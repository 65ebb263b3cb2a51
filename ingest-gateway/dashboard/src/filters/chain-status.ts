/** How far a chain has come from the text field to the processed frames. */
export interface ChainProgress {
  applying: boolean;
  failed: boolean;
  /** The newest revision that the gateway reported; undefined without a pipeline. */
  revision: number | undefined;
  /** The revision of the last frame drawn; 0 before the first. */
  drawnRevision: number;
}

/** Describes the progress in one line. */
export function chainStatus({ applying, failed, revision, drawnRevision }: ChainProgress): string {
  if (applying) {
    return "applying…";
  }
  if (revision === undefined) {
    return failed ? "not added" : "no pipeline yet";
  }
  if (failed) {
    return `not applied; revision ${drawnRevision || revision} stays in force`;
  }
  if (drawnRevision >= revision) {
    return `revision ${drawnRevision} in force`;
  }
  return `revision ${revision} accepted, waiting for its first frame`;
}
