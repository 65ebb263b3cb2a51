import type { Picture } from "./camera";

const QUALITY = 0.85;

/** Width and height in px. */
export interface Extent {
  widthPx: number;
  heightPx: number;
}

/** An encoded picture. */
export interface Jpeg extends Extent {
  bytes: Uint8Array<ArrayBuffer>;
}

/** The largest size with the picture's shape that fits into a box; never larger than the picture. */
export function fitted(picture: Extent, box: Extent): Extent {
  const scale = Math.min(1, box.widthPx / picture.widthPx, box.heightPx / picture.heightPx);
  const side = (px: number) => Math.max(1, Math.round(px * scale));
  return { widthPx: side(picture.widthPx), heightPx: side(picture.heightPx) };
}

/** Encodes pictures as JPEG, scaled down to fit into a box. Reuses one canvas. */
export class JpegEncoder {
  private readonly canvas = new OffscreenCanvas(1, 1);

  constructor(private readonly box: Extent) {}

  async encode(picture: Picture): Promise<Jpeg> {
    const { widthPx, heightPx } = fitted(picture, this.box);
    if (this.canvas.width !== widthPx || this.canvas.height !== heightPx) {
      this.canvas.width = widthPx;
      this.canvas.height = heightPx;
    }
    this.canvas.getContext("2d")!.drawImage(picture.source, 0, 0, widthPx, heightPx);
    const blob = await this.canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
    return { bytes: new Uint8Array(await blob.arrayBuffer()), widthPx, heightPx };
  }
}
