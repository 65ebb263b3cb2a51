import { fromBinary } from "@bufbuild/protobuf";
import { expect, test } from "vitest";
import WebSocket from "ws";
import { FrameSchema } from "../../src/gen/darkroom/v1/frame_pb";

const baseUrl = process.env.GATEWAY ?? "http://localhost:8080";
const sockets = baseUrl.replace(/^http/, "ws");
const snapshot = await fetch(`${baseUrl}/v1/pipelines/camera-edges/snapshot`);
const image = Buffer.from(await snapshot.arrayBuffer());

test("published frames are acknowledged in order", async () => {
  const { socket, received: answers } = await opened(
    `/v1/streams/calls-${crypto.randomUUID()}/publish`,
  );
  for (let n = 0; n < 5; n++) socket.send(image);
  for (let n = 0; n < 5; n++) {
    expect(JSON.parse(String(await next(answers)))).toMatchObject({
      sequence: n,
      position: { partition: expect.any(Number), offset: expect.any(Number) },
    });
  }
  socket.close();
});

test("a bad image is answered with an error and the socket stays open", async () => {
  const { socket, received: answers } = await opened(
    `/v1/streams/calls-${crypto.randomUUID()}/publish`,
  );
  socket.send(Buffer.from([0xff, 0xd8, 0xff, 0]));
  const refused = JSON.parse(String(await next(answers))) as { error: { code: string } };
  expect(refused.error.code).toBe("INVALID_IMAGE");
  socket.send(image);
  expect(JSON.parse(String(await next(answers)))).toHaveProperty("sequence");
  socket.close();
});

test("results are frames, each newer than the previous one", async () => {
  const { socket, received: frames } = await opened(
    "/v1/pipelines/camera-edges/frames",
    "darkroom.v1.ack",
  );
  expect(socket.protocol).toBe("darkroom.v1.ack");
  expect(JSON.parse(String(await next(frames)))).toHaveProperty("hello");
  let last = -1n;
  for (let n = 0; n < 5; n++) {
    const frame = fromBinary(FrameSchema, (await next(frames)) as Buffer);
    expect(frame.position).toBeDefined();
    expect(frame.sequence).toBeGreaterThan(last);
    expect(frame.processing?.pipelineId).toBe("camera-edges");
    last = frame.sequence;
    socket.send(JSON.stringify({ ack: Number(frame.sequence) }));
  }
  socket.close();
});

test("a missing pipeline is refused before the upgrade", async () => {
  const socket = new WebSocket(`${sockets}/v1/pipelines/missing/frames`);
  const [status, body] = await new Promise<[number, string]>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve([response.statusCode ?? 0, text]));
    });
  });
  expect(status).toBe(404);
  expect(JSON.parse(body)).toMatchObject({ code: "NOT_FOUND" });
});

test("a page of another origin is refused", async () => {
  const origin = "https://foreign.example";
  const socket = new WebSocket(`${sockets}/v1/pipelines/camera-edges/frames`, { origin });
  const status = await new Promise((resolve, reject) => {
    socket.on("error", reject);
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
  });
  expect(status).toBe(403);
});

test("closing the socket ends the subscription", async () => {
  const pipelineId = `calls-${crypto.randomUUID()}`;
  const path = `${baseUrl}/v1/pipelines/${pipelineId}`;
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ streamId: "camera", chain: "invert" });
  expect((await fetch(path, { method: "PUT", headers, body })).status).toBe(200);
  const { socket, received: frames } = await opened(`/v1/pipelines/${pipelineId}/frames?ack=none`);
  expect(JSON.parse(String(await next(frames)))).toHaveProperty("hello");
  await next(frames);
  expect(await subscribers(pipelineId)).toBe(1);
  socket.close();
  await expect.poll(() => subscribers(pipelineId), { timeout: 15_000 }).toBe(0);
  await fetch(path, { method: "DELETE" });
});

async function subscribers(pipelineId: string): Promise<number | undefined> {
  const status = (await (await fetch(`${baseUrl}/v1/streams/camera`)).json()) as {
    pipelines: { pipelineId: string; subscribers: number }[];
  };
  return status.pipelines.find((pipeline) => pipeline.pipelineId === pipelineId)?.subscribers;
}

interface Opened {
  socket: WebSocket;
  received: AsyncGenerator<unknown>;
}

/** Listens before the socket is open, because the first message may arrive with the upgrade. */
function opened(path: string, protocol: string[] | string = []): Promise<Opened> {
  const socket = new WebSocket(sockets + path, protocol);
  const received = messages(socket);
  return new Promise((resolve, reject) => {
    socket.once("open", () => resolve({ socket, received }));
    socket.once("error", reject);
  });
}

function messages(socket: WebSocket): AsyncGenerator<unknown> {
  const waiting: unknown[] = [];
  let wake = (): void => {};
  socket.on("message", (data) => {
    waiting.push(data);
    wake();
  });
  async function* each(): AsyncGenerator<unknown> {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift();
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return each();
}

async function next(from: AsyncGenerator<unknown>): Promise<unknown> {
  return (await from.next()).value;
}
