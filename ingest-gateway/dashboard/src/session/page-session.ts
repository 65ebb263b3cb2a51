import { Backoff } from "../api/backoff";
import { gate } from "../api/gate";
import { CallerApi } from "./gateway";
import { refusals } from "./refusals";
import { takeAnswer } from "./redirect";
import { Session, type Surroundings } from "./session";

const ROOT = new URL("./", document.baseURI);
ROOT.search = "";
ROOT.hash = "";

/** Pages of one gateway in one browser share a cookie. */
const others = new BroadcastChannel("darkroom-session");

const surroundings: Surroundings = {
  provider: async (signIn) => (await import("./provider")).Provider.discover(signIn, ROOT.href),
  reasonOf: async (error) => (await import("./provider")).reasonOf(error),
  isSpent: async (error) => (await import("./provider")).isSpent(error),
  hash: () => location.hash,
  go: (address) => location.assign(address),
  reload: () => location.reload(),
  tellOthers: () => others.postMessage("left"),
};

/** Who uses this page. A code leaves the address before anything else happens. */
export const session = new Session(new CallerApi(ROOT), surroundings, takeAnswer());

gate.addEventListener("refused", () => session.refused());
session.addEventListener("changed", () => void show());
others.addEventListener("message", () => session.left());
window.addEventListener("focus", () => void session.lookAgain().catch(() => undefined));
void start();

async function start(): Promise<void> {
  const backoff = new Backoff(500, 8000);
  for (;;) {
    try {
      return await session.start();
    } catch {
      // The banner reports a gateway that does not answer.
      await new Promise((resolve) => setTimeout(resolve, backoff.next()));
    }
  }
}

async function show(): Promise<void> {
  refusals(ROOT, () => session.refused());
  await import("./caller-menu");
  if (session.state === "asking") {
    await import("./sign-in-view");
  }
  if (session.state === "asking" && !document.querySelector("sign-in-view")) {
    document.body.append(document.createElement("sign-in-view"));
  }
}
