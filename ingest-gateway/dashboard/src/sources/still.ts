import { failure } from "../api/api";
import * as read from "../api/json";

const PREFIX = "image-";
const QUALITY = 0.92;

/** The stream on which an image is shown. */
export function stillStreamOf(name: string): string {
  const stem = name.replace(/\.[^.]*$/, "").replace(/[^A-Za-z0-9._-]+/g, "-");
  return (PREFIX + stem).slice(0, 128);
}

/** Whether a stream shows an image that was published from this page. */
export function isStill(streamId: string): boolean {
  return streamId.startsWith(PREFIX);
}

/**
 * Publishes an image as a frame of a stream; rejects with an {@link ApiError}.
 *
 * @param base root of the gateway's HTTP API
 */
export async function publishImage(base: URL, streamId: string, image: Blob): Promise<void> {
  const response = await fetch(address(base, streamId, "frames"), {
    method: "POST",
    headers: { "content-type": image.type },
    body: image,
  });
  await requireSuccess(response);
}

/** Publishes a stream's newest image again, so that a changed pipeline processes it. */
export async function republish(base: URL, streamId: string): Promise<void> {
  await publishImage(base, streamId, await fetchImage(address(base, streamId, "snapshot")));
}

/** Reads an image of the gateway. */
export async function fetchImage(from: URL): Promise<Blob> {
  const response = await fetch(from);
  await requireSuccess(response);
  return response.blob();
}

/** Returns a JPEG or PNG as it is; converts other images that the browser can read to JPEG. */
export async function publishable(file: Blob): Promise<Blob> {
  if (file.type === "image/jpeg" || file.type === "image/png") {
    return file;
  }
  const picture = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  canvas.getContext("2d")!.drawImage(picture, 0, 0);
  picture.close();
  return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
}

function address(base: URL, streamId: string, part: string): URL {
  return new URL(`streams/${encodeURIComponent(streamId)}/${part}`, base);
}

async function requireSuccess(response: Response): Promise<void> {
  if (!response.ok) {
    const json = read.object(await response.json().catch(() => undefined));
    throw failure(response.status, json);
  }
}
