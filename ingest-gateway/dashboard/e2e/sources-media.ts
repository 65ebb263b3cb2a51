import { type Page, expect } from "@playwright/test";
import { PREFIX } from "./sources-drawer";

export interface FileOf {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A video of a moving square, recorded in the browser. */
export async function video(page: Page, name: string): Promise<FileOf> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [160, 120];
    const context = canvas.getContext("2d")!;
    const recorder = new MediaRecorder(canvas.captureStream(15), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let x = 0; x < 40; x++) {
      context.fillStyle = `hsl(${x * 9} 80% 50%)`;
      context.fillRect(x * 3, 20, 40, 80);
      await new Promise((resolve) => setTimeout(resolve, 33));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  });
  return {
    name: `${PREFIX}${name}.webm`,
    mimeType: "video/webm",
    buffer: Buffer.from(base64, "base64"),
  };
}

/** The same video with padding of a number of bytes at its end: it takes several parts to upload. */
export function padded({ buffer, ...file }: FileOf, bytes: number): FileOf {
  const header = Buffer.alloc(9);
  // A Void element of Matroska: its id, then its size in 8 bytes.
  header[0] = 0xec;
  header.writeBigUInt64BE((1n << 56n) | BigInt(bytes), 1);
  return { ...file, buffer: Buffer.concat([buffer, header, Buffer.alloc(bytes)]) };
}

/** A picture of one colour, made by the browser. */
export async function image(
  page: Page,
  name: string,
  type: string,
  colour = "#2060c0",
): Promise<FileOf> {
  const make = ([mime, fill]: string[]) => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [200, 100];
    const context = canvas.getContext("2d")!;
    context.fillStyle = fill!;
    context.fillRect(0, 0, 200, 100);
    return canvas.toDataURL(mime);
  };
  const url = await page.evaluate(make, [type, colour]);
  return { name, mimeType: type, buffer: Buffer.from(url.split(",")[1]!, "base64") };
}

/** Size and middle pixel of an image that the gateway serves. */
export function probe(page: Page, path: string): Promise<{ size: number[]; rgb: number[] }> {
  return page.evaluate(async (from) => {
    const picture = await createImageBitmap(await (await fetch(from)).blob());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d")!;
    context.drawImage(picture, 0, 0);
    const middle = context.getImageData(picture.width >> 1, picture.height >> 1, 1, 1).data;
    return { size: [picture.width, picture.height], rgb: [...middle.slice(0, 3)] };
  }, path);
}

/** Waits until a stream's newest frame has a size, and returns its middle pixel. */
export async function shownPixel(page: Page, stream: string, size: number[]): Promise<number[]> {
  let rgb: number[] = [];
  await expect(async () => {
    const shown = await probe(page, `/v1/streams/${stream}/snapshot`);
    expect(shown.size).toEqual(size);
    rgb = shown.rgb;
  }).toPass({ timeout: 20_000 });
  return rgb;
}
