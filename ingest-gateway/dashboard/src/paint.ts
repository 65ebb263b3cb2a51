import { Encoding, type Picture } from "./frame";

export type Canvas = HTMLCanvasElement | OffscreenCanvas;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Draws a picture over the whole canvas and gives the canvas the picture's size. */
export async function paint(canvas: Canvas, picture: Picture): Promise<void> {
  const bitmap = await decode(picture);
  try {
    fit(canvas, bitmap);
    context(canvas).drawImage(bitmap, 0, 0);
  } finally {
    bitmap.close();
  }
}

function fit(canvas: Canvas, bitmap: ImageBitmap): void {
  // Setting the size clears the canvas, so only when it differs.
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
  }
}

function context(canvas: Canvas): Context {
  const found = canvas.getContext("2d", { alpha: false }) as Context | null;
  if (!found) {
    throw new Error("canvas: no 2D context.");
  }
  return found;
}

function decode(picture: Picture): Promise<ImageBitmap> {
  switch (picture.encoding) {
    case Encoding.JPEG:
      return createImageBitmap(new Blob([picture.bytes], { type: "image/jpeg" }));
    case Encoding.PNG:
      return createImageBitmap(new Blob([picture.bytes], { type: "image/png" }));
    case Encoding.RAW_BGR8:
      return createImageBitmap(fromRaw(picture, 3));
    case Encoding.RAW_GRAY8:
      return createImageBitmap(fromRaw(picture, 1));
    default:
      throw new Error(`encoding: ${picture.encoding} (expected: JPEG, PNG or raw).`);
  }
}

/** Widens raw pixels, blue first or gray, to the RGBA of a canvas. */
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

function fromRaw({ bytes, width, height }: Picture, channels: 1 | 3): ImageData {
  if (bytes.length !== width * height * channels) {
    throw new Error(`image: ${bytes.length} bytes (expected: ${width}x${height}x${channels}).`);
  }
  return new ImageData(toRgba(bytes, channels), width, height);
}
