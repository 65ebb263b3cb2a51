const MAX_LENGTH = 128;

/** Makes the id of a preset from its name; empty if the name has no letter or digit. */
export function presetId(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, "-")
    .replace(/^[^a-z0-9]+|-+$/g, "")
    .slice(0, MAX_LENGTH);
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Whether the gateway accepts the id of a pipeline. */
export function isPipelineId(id: string): boolean {
  return ID.test(id);
}

/** Proposes the id of a stream's next pipeline: `<stream>-view`, `<stream>-view-2`, … */
export function proposePipelineId(streamId: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  const first = `${streamId.slice(0, MAX_LENGTH - 9)}-view`;
  let proposed = first;
  for (let number = 2; known.has(proposed); number++) {
    proposed = `${first}-${number}`;
  }
  return proposed;
}
