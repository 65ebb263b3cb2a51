/** A folder of the gateway's images. */
export interface Folder {
  /** Path with '/', relative to the image folder; "." is the image folder itself. */
  path: string;
  /** Number of images directly in it. */
  count: number;
}

/** The folders that have images, ordered by path. */
export function foldersOf(imageIds: string[]): Folder[] {
  const counts = new Map<string, number>();
  for (const id of imageIds) {
    const path = id.includes("~") ? id.slice(0, id.lastIndexOf("~")).replaceAll("~", "/") : ".";
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts]
    .map(([path, count]) => ({ path, count }))
    .sort((a, b) => a.path.localeCompare(b.path));
}
