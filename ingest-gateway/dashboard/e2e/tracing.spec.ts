import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import type { Page } from "@playwright/test";
import { FrameSchema } from "../src/gen/darkroom/v1/frame_pb";
import { TracingSchema } from "../src/gen/darkroom/v1/telemetry_service_pb";
import { chromium } from "./chromium";
import { expect, test } from "./sources-drawer";

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/;
const SPANS = "**/v1/tracing/spans";

test.use({
  launchOptions: chromium("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"),
});

/** Answers for a gateway that wants all calls and frames traced; collects what the page exports. */
async function traceEverything(page: Page): Promise<Buffer[]> {
  const exported: Buffer[] = [];
  await page.route("**/darkroom.v1.TelemetryService/GetTracing", (route) =>
    route.fulfill({
      contentType: "application/proto",
      body: Buffer.from(toBinary(TracingSchema, create(TracingSchema, { pageRatio: 1 }))),
    }),
  );
  await page.route(SPANS, async (route) => {
    exported.push(route.request().postDataBuffer()!);
    await route.fulfill({ contentType: "application/x-protobuf", body: "" });
  });
  return exported;
}

/** Waits until a span with this id has been exported. */
async function expectExported(exported: Buffer[], traceparent: string): Promise<void> {
  const [, traceId, spanId] = TRACEPARENT.exec(traceparent)!;
  const parts = [traceId!, spanId!].map((id) => Buffer.from(id, "hex"));
  await expect
    .poll(() => exported.some((body) => parts.every((part) => body.includes(part))))
    .toBe(true);
}

test("traces calls and webcam frames when the gateway asks for it", async ({ drawer, page }) => {
  const exported = await traceEverything(page);
  const published = page.waitForEvent("websocket", (socket) => socket.url().endsWith("/publish"));
  const traced = page.waitForRequest((request) => "traceparent" in request.headers());
  await drawer.open("webcam");
  await page.getByTestId("webcam-start").click();
  const socket = await published;
  const frame = await socket.waitForEvent("framesent", ({ payload }) => {
    return fromBinary(FrameSchema, new Uint8Array(payload as Buffer)).trace !== undefined;
  });
  const { trace } = fromBinary(FrameSchema, new Uint8Array(frame.payload as Buffer));
  await expectExported(exported, trace!.traceparent);
  await expectExported(exported, (await traced).headers()["traceparent"]!);
});

test("traces nothing unless the gateway asks for it", async ({ drawer, page }) => {
  const requests: string[] = [];
  page.on("request", (request) => {
    requests.push(request.url());
    expect(request.headers()).not.toHaveProperty("traceparent");
  });
  await drawer.open("webcam");
  await expect.poll(() => requests.some((url) => url.endsWith("/GetTracing"))).toBe(true);
  await expect(page.getByTestId("webcam-start")).toBeVisible();
  expect(requests.filter((url) => /page-tracer|tracing\/spans/.test(url))).toEqual([]);
});
