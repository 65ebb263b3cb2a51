import type { Picture } from "./frame";
import { paint } from "./paint";

/** Draws pictures on one canvas. Its owner disposes of it; `draw` rejects for a broken picture. */
export interface Renderer {
  draw(picture: Picture): Promise<void>;
  dispose(): void;
}

/** A renderer in a worker where the browser has OffscreenCanvas, on this thread elsewhere. */
export function createRenderer(canvas: HTMLCanvasElement): Renderer {
  const offscreen = "transferControlToOffscreen" in canvas && typeof Worker !== "undefined";
  return offscreen ? new WorkerRenderer(canvas) : new ThreadRenderer(canvas);
}

export type Order =
  { kind: "canvas"; canvas: OffscreenCanvas } | { kind: "picture"; id: number; picture: Picture };

export interface Done {
  id: number;
  error?: string;
}

class WorkerRenderer implements Renderer {
  private readonly worker = new Worker(new URL("./render.worker.ts", import.meta.url), {
    type: "module",
  });
  private readonly open = new Map<number, { resolve(): void; reject(error: Error): void }>();
  private lastId = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.worker.onmessage = (event: MessageEvent<Done>) => this.done(event.data);
    this.worker.onerror = (event) => this.fail(`render worker: ${event.message}`);
    const offscreen = canvas.transferControlToOffscreen();
    this.order({ kind: "canvas", canvas: offscreen }, [offscreen]);
  }

  draw(picture: Picture): Promise<void> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.open.set(id, { resolve, reject });
      // The bytes move to the worker with the message they came in; nothing is copied.
      this.order({ kind: "picture", id, picture }, [picture.bytes.buffer]);
    });
  }

  dispose(): void {
    this.worker.terminate();
    this.fail("render worker: stopped.");
  }

  private order(order: Order, moved: Transferable[]): void {
    this.worker.postMessage(order, moved);
  }

  private done({ id, error }: Done): void {
    const waiting = this.open.get(id);
    this.open.delete(id);
    if (error === undefined) {
      waiting?.resolve();
    } else {
      waiting?.reject(new Error(error));
    }
  }

  private fail(reason: string): void {
    for (const id of [...this.open.keys()]) {
      this.done({ id, error: reason });
    }
  }
}

class ThreadRenderer implements Renderer {
  constructor(private readonly canvas: HTMLCanvasElement) {}

  draw(picture: Picture): Promise<void> {
    return paint(this.canvas, picture);
  }

  dispose(): void {}
}
