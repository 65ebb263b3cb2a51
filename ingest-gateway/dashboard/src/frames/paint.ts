import { Encoding, type EncodedImage } from "./frame";

export type Canvas = HTMLCanvasElement | OffscreenCanvas;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Resizes the canvas to an image and draws the image on it. */
export async function paint(canvas: Canvas, image: EncodedImage): Promise<void> {
  const bitmap = await decode(image);
  try {
    fit(canvas, bitmap);
    context(canvas).drawImage(bitmap, 0, 0);
  } finally {
    bitmap.close();
  }
}

function fit(canvas: Canvas, bitmap: ImageBitmap): void {
  // Setting the size clears the canvas, so do it only if it differs.
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
}

function context(canvas: Canvas): Context {
  const found: unknown = canvas.getContext("2d", { alpha: false });
  if (!found) {
    throw new Error("canvas: no 2D context.");
  }
  return found as Context;
}

function decode(image: EncodedImage): Promise<ImageBitmap> {
  switch (image.encoding) {
    case Encoding.JPEG:
      return createImageBitmap(new Blob([image.bytes], { type: "image/jpeg" }));
    case Encoding.PNG:
      return createImageBitmap(new Blob([image.bytes], { type: "image/png" }));
    case Encoding.RAW_BGR8:
      return createImageBitmap(fromRaw(image, 3));
    case Encoding.RAW_GRAY8:
      return createImageBitmap(fromRaw(image, 1));
    default:
      throw new Error(`encoding: ${image.encoding} (expected: JPEG, PNG or raw).`);
  }
}

/** Converts raw BGR or gray pixels to the RGBA of a canvas. */
export function toRgba(bytes: Uint8Array, channels: 1 | 3): Uint8ClampedArray<ArrayBuffer> {
  const pixels = bytes.length / channels;
  const rgba = new Uint8ClampedArray(pixels * 4);
  const red = channels === 3 ? 2 : 0;
  const green = channels === 3 ? 1 : 0;
  for (let pixel = 0, from = 0, to = 0; pixel < pixels; pixel++, from += channels, to += 4) {
    rgba[to] = bytes[from + red]!;
    rgba[to + 1] = bytes[from + green]!;
    rgba[to + 2] = bytes[from]!;
    rgba[to + 3] = 255;
  }
  return rgba;
}

function fromRaw({ bytes, width, height }: EncodedImage, channels: 1 | 3): ImageData {
  if (bytes.length !== width * height * channels) {
    throw new Error(`image: ${bytes.length} bytes (expected: ${width}x${height}x${channels}).`);
  }
  return new ImageData(toRgba(bytes, channels), width, height);
}
