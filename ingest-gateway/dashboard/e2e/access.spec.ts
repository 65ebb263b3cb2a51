import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { chromium } from "./chromium";
import { expect, test } from "./dashboard";

// A name of somebody else that resolves to this machine, as in DNS rebinding.
const REBOUND = "rebound.example";

test.use({ launchOptions: chromium(`--host-resolver-rules=MAP ${REBOUND} 127.0.0.1`) });

let elsewhere: Server;

/** A page of somebody else, which runs a script of the test. */
test.beforeAll(async () => {
  elsewhere = createServer((_, response) =>
    response.setHeader("content-type", "text/html").end("<!doctype html><title>elsewhere</title>"),
  );
  await new Promise<void>((ready) => elsewhere.listen(0, "127.0.0.1", ready));
});

test.afterAll(() => void elsewhere.close());

function foreignPage(): string {
  return `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
}

test("a page of another site publishes nothing", async ({ page, request, baseURL }) => {
  await page.goto(foreignPage());
  // A request that browsers send without asking first: no content type, no headers of its own.
  const answer = await page.evaluate(async (url) => {
    const body = new Uint8Array([0xff, 0xd8, 0xff]);
    return (await fetch(url, { method: "POST", mode: "no-cors", body })).type;
  }, `${baseURL}/v1/streams/forged/frames`);
  expect(answer).toBe("opaque");
  expect((await request.get("/v1/streams/forged")).status()).toBe(404);
});

test("a page of another site opens no WebSocket", async ({ page, baseURL }) => {
  await page.goto(foreignPage());
  const closed = await page.evaluate(
    (url) => {
      return new Promise((resolve) => {
        const socket = new WebSocket(url);
        socket.onopen = () => resolve("open");
        socket.onclose = ({ code }) => resolve(code);
      });
    },
    `${baseURL!.replace("http", "ws")}/v1/streams/camera/frames`,
  );
  expect(closed).toBe(1006);
});

test("a page of another site shows no page in a frame", async ({ page, baseURL }) => {
  await page.goto(foreignPage());
  const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
  await page.evaluate((url) => {
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.src = url;
  }, baseURL!);
  await refused;
});

test("a name that is not the gateway's gets nothing", async ({ page, baseURL }) => {
  const { port } = new URL(baseURL!);
  const response = await page.goto(`http://${REBOUND}:${port}/v1/streams`);
  expect(response!.status()).toBe(403);
  expect(await response!.json()).toMatchObject({ code: "FORBIDDEN" });
});

test("the page about the API obeys its content policy", async ({ page, baseURL }) => {
  const errors: string[] = [];
  const hosts = new Set<string>();
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("request", (request) => hosts.add(new URL(request.url()).origin));
  await page.goto("/docs/");
  const heading = page.getByText("Welcome to the Armeria documentation service");
  await expect(heading).toBeVisible();
  await expect(heading).toHaveCSS("font-family", /Roboto/);
  expect(errors).toEqual([]);
  expect([...hosts]).toEqual([new URL(baseURL!).origin]);
});

test("unknown paths are errors with a code", async ({ request }) => {
  for (const path of ["/admin", "/streams/camera", "/v1/none", "/assets/none.js"]) {
    const response = await request.get(path);
    expect(response.status(), path).toBe(404);
    expect(await response.json(), path).toMatchObject({ code: "NOT_FOUND" });
  }
});
