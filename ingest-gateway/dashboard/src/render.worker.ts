import { paint } from "./paint";
import type { Done, Order } from "./renderer";

let canvas: OffscreenCanvas | undefined;

onmessage = (event: MessageEvent<Order>) => {
  const order = event.data;
  switch (order.kind) {
    case "canvas":
      canvas = order.canvas;
      break;
    case "picture":
      void draw(order);
      break;
  }
};

async function draw({ id, picture }: Extract<Order, { kind: "picture" }>): Promise<void> {
  try {
    await paint(canvas!, picture);
    answer({ id });
  } catch (error) {
    answer({ id, error: String(error) });
  }
}

function answer(done: Done): void {
  postMessage(done);
}
