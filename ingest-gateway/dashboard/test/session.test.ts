import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gate } from "../src/api/gate";
import type { Caller, CallerApi } from "../src/session/gateway";
import type { Provider, SignIn, Tokens } from "../src/session/provider";
import type { Answer } from "../src/session/redirect";
import { Session, type Surroundings } from "../src/session/session";
import { texts } from "../src/session/texts";

const SIGN_IN: SignIn = { issuer: "https://idp", clientId: "page", scope: "openid", resource: "" };
const PENDING = { state: "s", verifier: "v", hash: "#show=stream:a" };
const FOUND: Answer = { query: new URLSearchParams("code=c&state=s"), pending: PENDING };

class Spent extends Error {}

/** A gateway that knows the callers of some secrets, and keeps the last one in a cookie. */
class FakeGateway {
  required: SignIn | undefined = SIGN_IN;
  readonly known = new Map<string, Caller>();
  readonly entered: string[] = [];
  cookie = "";

  async signIn(): Promise<SignIn | undefined> {
    return this.required;
  }

  async caller(): Promise<Caller | undefined> {
    return this.known.get(this.cookie);
  }

  async enter(secret: string): Promise<boolean> {
    this.entered.push(secret);
    if (this.known.has(secret)) {
      this.cookie = secret;
    }
    return this.known.has(secret);
  }

  async leave(): Promise<void> {
    this.cookie = "";
  }
}

/** A provider whose tokens are numbered. */
class FakeProvider {
  issued = 0;
  refusal: Error | undefined;

  async begin(hash: string, silent: boolean) {
    return { pending: { ...PENDING, hash }, address: silent ? "/silent" : "/authorize" };
  }

  async finish(): Promise<Tokens> {
    return this.issue();
  }

  async renew(): Promise<Tokens> {
    return this.issue();
  }

  farewell(): string {
    return "/bye";
  }

  private issue(): Tokens {
    if (this.refusal) {
      throw this.refusal;
    }
    const number = ++this.issued;
    return { access: `access-${number}`, refresh: `refresh-${number}` };
  }
}

function callerUntil(seconds: number | undefined, name = "ann", kind = "token"): Caller {
  return {
    name,
    displayName: name,
    kind,
    grants: [],
    expiresAt: seconds && Date.now() + seconds * 1000,
  };
}

describe("Session", () => {
  let gateway: FakeGateway;
  let provider: FakeProvider;
  let gone: string[];
  let reachable: boolean;

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("sessionStorage", { setItem: vi.fn() });
    gateway = new FakeGateway();
    provider = new FakeProvider();
    gone = [];
    reachable = true;
  });

  afterEach(() => {
    gate.open();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  async function started(answer?: Answer): Promise<Session> {
    const around: Surroundings = {
      provider: async () => {
        if (!reachable) {
          throw new TypeError("Failed to fetch");
        }
        return provider as unknown as Provider;
      },
      reasonOf: async (error) => (error instanceof TypeError ? "" : (error as Error).message),
      isSpent: async (error) => error instanceof Spent,
      hash: () => "#show=stream:a",
      go: (address) => gone.push(address),
      reload: () => gone.push("reload"),
      tellOthers: () => gone.push("others"),
    };
    const session = new Session(gateway as unknown as CallerApi, around, answer);
    await session.start();
    return session;
  }

  /** Whether connections wait. */
  function held(): boolean {
    let passed = false;
    gate.pass(() => (passed = true));
    return !passed;
  }

  it("asks nobody if the gateway serves everyone", async () => {
    gateway.required = undefined;
    const session = await started();
    expect(session.state).toBe("open");
    expect(held()).toBe(false);
  });

  it("asks an unknown caller, and holds connections back", async () => {
    const session = await started();
    expect(session.state).toBe("asking");
    expect(session.problem).toBe("");
    expect(held()).toBe(true);
  });

  it("knows the caller of a cookie", async () => {
    gateway.known.set("kept", callerUntil(300));
    gateway.cookie = "kept";
    const session = await started();
    expect(session.state).toBe("known");
    expect(session.caller?.name).toBe("ann");
  });

  it("moves the token of the provider's answer into the cookie at once", async () => {
    gateway.known.set("access-1", callerUntil(300));
    const session = await started(FOUND);
    expect(gateway.entered).toEqual(["access-1"]);
    expect(session.state).toBe("known");
  });

  it("does not use an answer that it has not asked for", async () => {
    gateway.known.set("access-1", callerUntil(300));
    const session = await started({ ...FOUND, pending: undefined });
    expect(provider.issued).toBe(0);
    expect(session.state).toBe("asking");
  });

  it("says why the provider refused", async () => {
    provider.refusal = new Error("no such user");
    const session = await started(FOUND);
    expect(session.problem).toBe(texts.signIn.failed("no such user"));
  });

  it("says that the gateway does not accept the provider's token", async () => {
    const session = await started(FOUND);
    expect(session.state).toBe("asking");
    expect(session.problem).toBe(texts.signIn.tokenRefused);
  });

  it("says calmly that a silent sign-in needs the user", async () => {
    provider.refusal = new Error("login_required");
    const query = new URLSearchParams("error=login_required&state=s");
    const session = await started({ query, pending: PENDING });
    expect(session.problem).toBe(texts.signIn.expired);
  });

  it("leaves for the provider, and says so if it does not answer", async () => {
    reachable = false;
    const session = await started();
    await session.signInAtProvider();
    expect(session.problem).toBe(texts.signIn.noAnswer);
    reachable = true;
    await session.signInAtProvider();
    expect(gone).toEqual(["/authorize"]);
  });

  it("renews before the token expires", async () => {
    gateway.known.set("access-1", callerUntil(300)).set("access-2", callerUntil(600));
    await started(FOUND);
    await vi.advanceTimersByTimeAsync(235_000);
    expect(gateway.entered).toEqual(["access-1"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gateway.entered).toEqual(["access-1", "access-2"]);
  });

  it("tries again to renew while the provider does not answer", async () => {
    gateway.known.set("access-1", callerUntil(300)).set("access-2", callerUntil(600));
    const session = await started(FOUND);
    provider.refusal = new TypeError("Failed to fetch");
    await vi.advanceTimersByTimeAsync(245_000);
    expect(session.state).toBe("known");
    provider.refusal = undefined;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(gateway.cookie).toBe("access-2");
  });

  it("reconnects without a renewal if the cookie is newer than the connection", async () => {
    gateway.known.set("access-1", callerUntil(300));
    const session = await started(FOUND);
    session.refused();
    expect(held()).toBe(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(held()).toBe(false);
    expect(session.state).toBe("known");
    expect(provider.issued).toBe(1);
  });

  it("renews once when many connections end", async () => {
    gateway.known.set("access-1", callerUntil(300)).set("access-2", callerUntil(600));
    const session = await started(FOUND);
    gateway.cookie = "";
    session.refused();
    session.refused();
    await vi.advanceTimersByTimeAsync(0);
    expect(gateway.entered).toEqual(["access-1", "access-2"]);
    expect(held()).toBe(false);
  });

  it("asks the provider silently if it has no refresh token", async () => {
    gateway.known.set("kept", callerUntil(300));
    gateway.cookie = "kept";
    const session = await started();
    gateway.cookie = "";
    session.refused();
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toEqual(["/silent"]);
  });

  it("asks the provider silently if the refresh token is spent", async () => {
    gateway.known.set("access-1", callerUntil(300));
    const session = await started(FOUND);
    gateway.cookie = "";
    provider.refusal = new Spent();
    session.refused();
    await vi.advanceTimersByTimeAsync(0);
    expect(gone).toEqual(["/silent"]);
  });

  it("asks the user when an API key ends", async () => {
    gateway.known.set("key", callerUntil(undefined, "k1", "key"));
    const session = await started();
    expect(await session.signInWithKey("key")).toBe("");
    gateway.cookie = "";
    session.refused();
    await vi.advanceTimersByTimeAsync(0);
    expect(session.state).toBe("asking");
    expect(session.problem).toBe(texts.signIn.expired);
    expect(gone).toEqual([]);
  });

  it("refuses a wrong API key", async () => {
    const session = await started();
    expect(await session.signInWithKey("wrong")).toBe(texts.signIn.keyRefused);
    expect(session.state).toBe("asking");
  });

  it("starts over for another caller, who may see other streams", async () => {
    gateway.known
      .set("key", callerUntil(undefined, "k1", "key"))
      .set("other", callerUntil(undefined, "k2", "key"));
    const session = await started();
    await session.signInWithKey("key");
    await session.signInWithKey("other");
    expect(gone).toEqual(["reload"]);
  });

  it("signs out at the gateway, in other pages and at the provider", async () => {
    gateway.known.set("access-1", callerUntil(300)).set("access-2", callerUntil(600));
    const session = await started(FOUND);
    await session.signOut();
    expect(gateway.cookie).toBe("");
    expect(gone).toEqual(["others", "/bye"]);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(gateway.entered).toEqual(["access-1"]);
  });

  it("signs out of an API key without the provider", async () => {
    gateway.known.set("key", callerUntil(undefined, "k1", "key"));
    const session = await started();
    await session.signInWithKey("key");
    await session.signOut();
    expect(gone).toEqual(["others", "reload"]);
  });

  it("notices that another page has signed in", async () => {
    gateway.known.set("kept", callerUntil(300));
    const session = await started();
    gateway.cookie = "kept";
    await session.lookAgain();
    expect(session.state).toBe("known");
  });
});
