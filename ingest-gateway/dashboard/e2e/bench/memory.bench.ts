import type { AddressInfo } from "node:net";
import { create, toBinary } from "@bufbuild/protobuf";
import { type CDPSession, type Page, expect, test } from "@playwright/test";
import { WebSocketServer } from "ws";
import { Encoding, FrameSchema } from "../../src/gen/darkroom/v1/frame_pb";
import { photo } from "../dashboard";

/** By default an hour at 30 frames per second. */
const FRAMES = Number(process.env.FRAMES ?? 108_000);

test("an hour's frames without growth of memory", async ({ page }) => {
  const server = new WebSocketServer({ port: 0 });
  await page.goto("/");
  const sent = serve(server, await photo(page, 64, 36));
  const { port } = server.address() as AddressInfo;
  await page.addInitScript((address) => {
    const Original = window.WebSocket;
    window.WebSocket = class extends Original {
      constructor(_url: string | URL, protocols?: string | string[]) {
        super(address, protocols);
      }
    };
  }, `ws://localhost:${port}`);
  const inspector = await page.context().newCDPSession(page);
  await page.goto("/#show=stream:camera");
  await page.reload();
  await drawn(page, FRAMES / 10);
  const early = await used(inspector);
  const began = Date.now();
  await drawn(page, FRAMES);
  const seconds = (Date.now() - began) / 1000;
  const late = await used(inspector);
  console.log(
    `${FRAMES} frames: heap ${mib(early)} → ${mib(late)} MiB after collection, ` +
      `${((0.9 * FRAMES) / seconds).toFixed(0)} frames/s, ${sent()} sent`,
  );
  server.close();
  expect(late - early).toBeLessThan(4 << 20);
});

/** Sends a frame for each acknowledgement, as a gateway with `ack=2` does. Returns the count. */
function serve(server: WebSocketServer, jpeg: Uint8Array): () => number {
  let sequence = 0n;
  server.on("connection", (socket) => {
    const send = () => {
      sequence++;
      const frame = create(FrameSchema, {
        streamId: "camera",
        epoch: 1n,
        sequence,
        encoding: Encoding.JPEG,
        widthPx: 64,
        heightPx: 36,
        image: jpeg,
      });
      socket.send(toBinary(FrameSchema, frame));
    };
    socket.on("message", send);
    send();
    send();
  });
  return () => Number(sequence);
}

async function drawn(page: Page, frames: number): Promise<void> {
  const canvas = page.getByTestId("panel-raw");
  await expect
    .poll(async () => Number(await canvas.getAttribute("data-frames")), {
      timeout: 1_700_000,
      intervals: [1000],
    })
    .toBeGreaterThanOrEqual(frames);
}

async function used(inspector: CDPSession): Promise<number> {
  await inspector.send("HeapProfiler.collectGarbage");
  const { usedSize } = await inspector.send("Runtime.getHeapUsage");
  return usedSize;
}

function mib(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1);
}
