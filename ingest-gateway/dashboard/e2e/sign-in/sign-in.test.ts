import type { APIRequestContext, Page } from "@playwright/test";
import { type Dashboard, expect, test as base } from "../dashboard";
import { Issuer } from "./issuer";

const ADMIN = { authorization: `Bearer ${process.env.ADMIN_KEY}` };
const STREAM = "webcam-e2e";

let issuer: Issuer;

const test = base.extend<{ tokens: string[]; closed: () => Promise<number[]> }>({
  /** The access tokens that the page has got. */
  tokens: async ({ page }, use) => {
    const tokens: string[] = [];
    page.on("request", (request) => {
      const token = request.headers().authorization?.replace("Bearer ", "");
      if (request.url().endsWith("/v1/session") && token) {
        tokens.push(token);
      }
    });
    await use(tokens);
  },
  /** The codes with which WebSockets of the page were closed. */
  closed: async ({ page }, use) => {
    await page.addInitScript(() => {
      const codes: number[] = [];
      Object.assign(window, { closeCodes: codes });
      const Original = window.WebSocket;
      window.WebSocket = class extends Original {
        constructor(url: string | URL, protocols?: string | string[]) {
          super(url, protocols);
          this.addEventListener("close", ({ code }) => codes.push(code));
        }
      };
    });
    await use(() =>
      page.evaluate(() => (window as unknown as { closeCodes: number[] }).closeCodes),
    );
  },
});

test.beforeAll(async ({ baseURL }) => {
  issuer = await Issuer.start(Number(process.env.ISSUER_PORT), `${baseURL}/`);
});

test.afterAll(() => issuer.stop());

test.beforeEach(async ({ page, context }) => {
  issuer.tokenSeconds = 3600;
  // The provider's pages refer to a font elsewhere.
  await context.route("https://**", (route) => route.abort());
  // The id of a webcam's stream, which the page otherwise makes up.
  await page.addInitScript((id) => localStorage.setItem("darkroom.webcam", id), STREAM);
});

/** Signs in at the provider, whose pages are for tests. */
async function signIn(page: Page, role: string): Promise<void> {
  await page.getByTestId("sign-in-button").click();
  await page.locator("input[name=login]").fill(role);
  await page.locator("input[name=password]").fill("any");
  await page.locator("button[type=submit]").click();
  await page.locator("button[type=submit]").click();
  await expect(page.getByTestId("caller")).toHaveText(role);
  await expect(page.getByTestId("sign-in")).toBeHidden();
}

/** Publishes frames meanwhile: Chromium shows a frame of Motion JPEG when the next one begins. */
async function publishing(
  request: APIRequestContext,
  page: Page,
  run: () => Promise<void>,
): Promise<void> {
  let running = true;
  const ended = (async () => {
    while (running) {
      await publish(request, page, "lobby");
    }
  })();
  try {
    await run();
  } finally {
    running = false;
    await ended;
  }
}

async function publish(request: APIRequestContext, page: Page, stream: string): Promise<void> {
  const base64 = await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    canvas.getContext("2d")!.fillRect(0, 0, 10, 10);
    return canvas.toDataURL("image/jpeg").split(",")[1]!;
  });
  const answer = await request.post(`/v1/streams/${stream}/frames`, {
    headers: { ...ADMIN, "content-type": "image/jpeg" },
    data: Buffer.from(base64, "base64"),
  });
  expect(answer.status()).toBe(200);
}

async function startWebcam(page: Page): Promise<void> {
  await page.getByTestId("add-input-fab").click();
  await page.getByRole("tab", { name: "Webcam" }).click();
  await page.locator("webcam-panel").getByLabel("Size").selectOption("320x180");
  await page.getByTestId("webcam-start").click();
  await expect(page.getByTestId("webcam-figures")).toHaveText(/ [1-9]\d* sent/);
  await page.getByTestId("drawer-close").click();
}

/** Loads an image into the page. */
function loads(page: Page, address: string): Promise<boolean> {
  return page.evaluate(
    (src) =>
      new Promise<boolean>((resolve) => {
        const image = document.body.appendChild(new Image());
        // Motion JPEG does not end, so it fires no event.
        const look = setInterval(() => image.naturalWidth > 0 && resolve(true), 50);
        setTimeout(() => clearInterval(look), 10_000);
        image.onerror = () => resolve(false);
        image.src = src;
      }),
    address,
  );
}

/** What the first event of a WebSocket is: its sub-protocol and a message, or the close code. */
function firstOf(page: Page, path: string, protocols: string[] = []): Promise<unknown> {
  return page.evaluate(
    ([path, protocols]) =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}${path}`, protocols);
        socket.onmessage = () => resolve(socket.protocol || "frame");
        socket.onclose = ({ code }) => resolve(code);
      }),
    [path, protocols] as const,
  );
}

async function ticket(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const init = { method: "POST", body: "{}", headers: { "content-type": "application/json" } };
    return ((await (await fetch("/v1/tickets", init)).json()) as { ticket: string }).ticket;
  });
}

/** Nothing that identifies the caller is where scripts or logs could find it. */
async function expectNothingStored(page: Page): Promise<void> {
  expect(new URL(page.url()).search).toBe("");
  expect(await page.evaluate(() => document.cookie)).toBe("");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  const stored = await page.evaluate(() => JSON.stringify(localStorage));
  expect(stored).not.toMatch(/eyJ|darkroom_/);
}

test("asks an unknown caller to sign in", async ({ page, dashboard }) => {
  await page.goto("/");
  const view = page.getByTestId("sign-in");
  await expect(view).toBeVisible();
  await expect(page.getByTestId("sign-in-button")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(view).toBeVisible();
  await expect(page.getByTestId("caller")).toHaveCount(0);
  await dashboard.expectAccessible();
});

test("signs in by authorization code, keeps the layout, and leaves no token behind", async ({
  page,
  request,
  dashboard,
}) => {
  await page.goto("/");
  await publish(request, page, "lobby");
  await page.goto("/#show=stream:lobby");
  await signIn(page, "operator");
  expect(new URL(page.url()).hash).toBe("#show=stream:lobby");
  await expectNothingStored(page);
  await expect(page.getByTestId("panel-raw").first()).toHaveAttribute("data-frames", /[1-9]/);
  await page.getByTestId("caller").click();
  await expect(page.getByTestId("caller-menu")).toContainText("control");
  await dashboard.expectAccessible();
});

test("lets sockets and images in by cookie, ticket and sub-protocol", async ({
  page,
  request,
  tokens,
}) => {
  await page.goto("/");
  await publish(request, page, "lobby");
  await signIn(page, "operator");
  const frames = "/v1/streams/lobby/frames?newest=true";
  expect(await loads(page, "/v1/streams/lobby/snapshot")).toBe(true);
  await publishing(request, page, async () =>
    expect(await loads(page, "/v1/streams/lobby/mjpeg")).toBe(true),
  );
  expect(await firstOf(page, frames)).toBe("frame");

  await page.context().clearCookies({ name: "darkroom-session" });
  expect(await loads(page, "/v1/streams/lobby/snapshot?again")).toBe(false);
  expect(await firstOf(page, frames)).toBe(1006);
  const token = Buffer.from(tokens[0]!).toString("base64url");
  const proof = `base64url.bearer.authorization.darkroom.${token}`;
  expect(await firstOf(page, frames, ["darkroom.v1.ack", proof])).toBe("darkroom.v1.ack");
});

test("lets one call in with a ticket", async ({ page, request }) => {
  await page.goto("/");
  await publish(request, page, "lobby");
  await signIn(page, "operator");
  const snapshot = await ticket(page);
  const mjpeg = await ticket(page);
  const socket = await ticket(page);
  await page.context().clearCookies({ name: "darkroom-session" });
  expect(await loads(page, `/v1/streams/lobby/snapshot?ticket=${snapshot}`)).toBe(true);
  await publishing(request, page, async () =>
    expect(await loads(page, `/v1/streams/lobby/mjpeg?ticket=${mjpeg}`)).toBe(true),
  );
  const frames = `/v1/streams/lobby/frames?newest=true&ticket=${socket}`;
  expect(await firstOf(page, frames)).toBe("frame");
  expect(await firstOf(page, frames)).toBe(1006);
});

test("renews before the token expires, and reconnects what ends with it", async ({
  page,
  dashboard,
  closed,
  tokens,
}) => {
  issuer.tokenSeconds = 8;
  await page.goto(`/#show=stream:${STREAM}`);
  await signIn(page, "operator");
  await startWebcam(page);
  const renewals = issuer.renewals;
  await expect.poll(() => issuer.renewals, { timeout: 30_000 }).toBeGreaterThan(renewals + 1);
  await expect.poll(closed, { timeout: 30_000 }).toContain(4401);
  await dashboard.expectMoving(page.getByTestId("panel-raw").first());
  await expect(page.getByTestId("sign-in")).toHaveCount(0);
  expect(new Set(tokens).size).toBeGreaterThan(2);
  await expectNothingStored(page);
});

test("signs in again without questions after a reload", async ({ page, request, dashboard }) => {
  issuer.tokenSeconds = 8;
  await page.goto("/");
  await publish(request, page, "lobby");
  await page.goto("/#show=stream:lobby");
  await signIn(page, "operator");
  await page.reload();
  await expect(page.getByTestId("caller")).toHaveText("operator");
  // The refresh token is gone with the page that had it.
  const silent = page.waitForRequest((sent) => sent.url().includes("prompt=none"));
  await silent;
  await expect(page.getByTestId("caller")).toHaveText("operator");
  expect(new URL(page.url()).hash).toBe("#show=stream:lobby");
  await expect(dashboard.cards).toHaveCount(1);
  await expectNothingStored(page);
});

test("asks again when the provider has forgotten the user", async ({ page, closed }) => {
  issuer.tokenSeconds = 8;
  await page.goto(`/#show=stream:${STREAM}`);
  await signIn(page, "operator");
  await startWebcam(page);
  await issuer.forget();
  await expect(page.getByTestId("sign-in")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId("sign-in-problem")).toContainText("Sign in again");
  expect(new URL(page.url()).hash).toBe(`#show=stream:${STREAM}`);
  expect(await closed()).toEqual([]);
  issuer.tokenSeconds = 3600;
  await signIn(page, "operator");
});

test("signs out here and at the provider", async ({ page, context }) => {
  await page.goto("/");
  await signIn(page, "operator");
  const other = await context.newPage();
  await other.goto("/");
  await expect(other.getByTestId("caller")).toHaveText("operator");
  await page.getByTestId("caller").click();
  await page.getByTestId("sign-out").click();
  await page.locator("button[name=logout]").click();
  await expect(page.getByTestId("sign-in")).toBeVisible();
  await expect(other.getByTestId("sign-in")).toBeVisible();
  expect(await context.cookies(page.url())).not.toContainEqual(
    expect.objectContaining({ name: "darkroom-session" }),
  );
});

test("offers a viewer only what a viewer may do", async ({ page, request, dashboard }) => {
  await page.goto("/");
  await publish(request, page, "lobby");
  await page.goto("/#show=stream:lobby");
  await signIn(page, "viewer");
  await expect(page.getByTestId("filter-read-only")).toBeVisible();
  await expect(page.getByTestId("new-pipeline")).toHaveCount(0);
  await page.getByTestId("add-input-fab").click();
  await expect(page.getByTestId("sources-denied")).toBeVisible();
  await expect(page.getByTestId("source-add")).toHaveCount(0);
  await expect(page.getByTestId("source-item-lobby")).toBeVisible();
  for (const tab of ["Synthetic", "Videos", "Images", "Webcam"]) {
    await page.getByRole("tab", { name: tab }).click();
    await expect(page.getByTestId(`denied-${tab.toLowerCase()}`)).toBeVisible();
  }
  await page.getByTestId("drawer-close").click();
  await page.getByTestId("system-button").click();
  await expect(page.locator("system-view")).toContainText("You may not see the state");
  await expectNoNotice(dashboard);
});

async function expectNoNotice({ page }: Dashboard): Promise<void> {
  await expect(page.locator("toast-list [role=alert]")).toHaveCount(0);
}

test("takes an API key, until it is revoked", async ({ page, request, closed }) => {
  const created = await request.post("/v1/keys", {
    headers: ADMIN,
    data: { key: { title: "e2e", roles: ["operator"] } },
  });
  const { key, secret } = (await created.json()) as { key: { keyId: string }; secret: string };
  await page.goto(`/#show=stream:${STREAM}`);
  await page.getByTestId("sign-in-key").fill("darkroom_wrong_key");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("sign-in")).toContainText("does not accept this key");
  await expect(page.getByTestId("sign-in-key")).toBeFocused();
  await page.getByTestId("sign-in-key").fill(secret);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("caller")).toHaveText("e2e");
  await startWebcam(page);
  await expectNothingStored(page);

  await request.delete(`/v1/keys/${key.keyId}`, { headers: ADMIN });
  await expect(page.getByTestId("sign-in")).toBeVisible();
  await expect(page.getByTestId("sign-in-problem")).toContainText("has ended");
  await expect.poll(closed).toContain(4401);
});
