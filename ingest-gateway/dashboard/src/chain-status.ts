/** Where the text of a chain stands between the box and the pictures. */
export interface ChainProgress {
  applying: boolean;
  failed: boolean;
  /** The newest revision that the gateway told of; undefined without a pipeline. */
  revision: number | undefined;
  /** The revision of the last picture seen; 0 before the first. */
  drawnRevision: number;
}

/** One line for the person who typed the chain. */
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
