const KEY = "darkroom.webcam";
const PREFIX = "webcam-";

/** The stream of this browser's webcam: the same after a reload. */
export function webcamStream(storage: Pick<Storage, "getItem" | "setItem"> = localStorage): string {
  try {
    const known = storage.getItem(KEY);
    if (known) {
      return known;
    }
    const name = newName();
    storage.setItem(KEY, name);
    return name;
  } catch {
    // Storage can be forbidden.
    return newName();
  }
}

function newName(): string {
  return `${PREFIX}${Math.random().toString(36).slice(2, 6).padEnd(4, "0")}`;
}

/** Whether a stream is the webcam of a browser. */
export function isWebcam(streamId: string): boolean {
  return streamId.startsWith(PREFIX);
}
