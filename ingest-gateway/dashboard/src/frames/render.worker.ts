import { paint } from "./paint";
import type { WorkerReply, WorkerRequest } from "./renderer";

let canvas: OffscreenCanvas | undefined;

onmessage = (event: MessageEvent<WorkerRequest>) => {
  const request = event.data;
  switch (request.kind) {
    case "canvas":
      canvas = request.canvas;
      break;
    case "image":
      void draw(request);
      break;
  }
};

async function draw({ id, image }: Extract<WorkerRequest, { kind: "image" }>): Promise<void> {
  try {
    await paint(canvas!, image);
    reply({ id });
  } catch (error) {
    reply({ id, error: String(error) });
  }
}

function reply(message: WorkerReply): void {
  postMessage(message);
}
