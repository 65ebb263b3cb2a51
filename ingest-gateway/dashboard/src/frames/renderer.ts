import type { EncodedImage } from "./frame";
import { paint } from "./paint";

/** Draws images on one canvas. The owner disposes of it. `draw` rejects for a damaged image. */
export interface Renderer {
  draw(image: EncodedImage): Promise<void>;
  dispose(): void;
}

/** Creates a renderer: in a worker if the browser supports OffscreenCanvas, or in this thread. */
export function createRenderer(canvas: HTMLCanvasElement): Renderer {
  const offscreen = "transferControlToOffscreen" in canvas && typeof Worker !== "undefined";
  return offscreen ? new WorkerRenderer(canvas) : new ThreadRenderer(canvas);
}

export type WorkerRequest =
  { kind: "canvas"; canvas: OffscreenCanvas } | { kind: "image"; id: number; image: EncodedImage };

export interface WorkerReply {
  id: number;
  error?: string;
}

class WorkerRenderer implements Renderer {
  private readonly worker = new Worker(new URL("./render.worker.ts", import.meta.url), {
    type: "module",
  });
  private readonly pending = new Map<number, { resolve(): void; reject(error: Error): void }>();
  private lastId = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.worker.onmessage = (event: MessageEvent<WorkerReply>) => this.settle(event.data);
    this.worker.onerror = (event) => this.rejectAll(`render worker: ${event.message}`);
    const offscreen = canvas.transferControlToOffscreen();
    this.send({ kind: "canvas", canvas: offscreen }, [offscreen]);
  }

  draw(image: EncodedImage): Promise<void> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.pending.set(id, { resolve, reject });
      // Transfers the whole received message to the worker without copying it.
      this.send({ kind: "image", id, image }, [image.bytes.buffer]);
    });
  }

  dispose(): void {
    this.worker.terminate();
    this.rejectAll("render worker: stopped.");
  }

  private send(request: WorkerRequest, transferred: Transferable[]): void {
    this.worker.postMessage(request, transferred);
  }

  private settle({ id, error }: WorkerReply): void {
    const drawing = this.pending.get(id);
    this.pending.delete(id);
    if (error === undefined) {
      drawing?.resolve();
    } else {
      drawing?.reject(new Error(error));
    }
  }

  private rejectAll(reason: string): void {
    for (const id of [...this.pending.keys()]) {
      this.settle({ id, error: reason });
    }
  }
}

class ThreadRenderer implements Renderer {
  constructor(private readonly canvas: HTMLCanvasElement) {}

  draw(image: EncodedImage): Promise<void> {
    return paint(this.canvas, image);
  }

  dispose(): void {}
}
