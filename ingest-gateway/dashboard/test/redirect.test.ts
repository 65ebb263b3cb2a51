import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { remember, takeAnswer } from "../src/session/redirect";

const PENDING = { state: "s", verifier: "v", hash: "#show=stream:a" };

describe("takeAnswer", () => {
  let stored: Map<string, string>;
  let shown: string[];

  beforeEach(() => {
    stored = new Map();
    shown = [];
    vi.stubGlobal("sessionStorage", {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => stored.set(key, value),
      removeItem: (key: string) => stored.delete(key),
    });
    vi.stubGlobal("history", {
      replaceState: (_: unknown, __: string, address: string) => shown.push(address),
    });
  });

  afterEach(() => vi.unstubAllGlobals());

  function openAt(search: string, hash = ""): void {
    const replace = (address: string) => shown.push(address);
    vi.stubGlobal("location", { pathname: "/", search, hash, replace });
  }

  it("takes the code out of the address, restores the layout and forgets the sign-in", () => {
    openAt("?code=c&state=s&iss=x");
    remember(PENDING);
    const answer = takeAnswer();
    expect(answer?.query.get("code")).toBe("c");
    expect(answer?.pending).toEqual(PENDING);
    expect(shown).toEqual(["/", "#show=stream:a"]);
    expect(stored.size).toBe(0);
  });

  it("takes a refusal out of the address", () => {
    openAt("?error=login_required&state=s");
    remember(PENDING);
    expect(takeAnswer()?.query.get("error")).toBe("login_required");
    expect(shown[0]).toBe("/");
  });

  it("leaves other addresses alone, but forgets a sign-in that was not finished", () => {
    openAt("?theme=dark", "#show=stream:b");
    remember(PENDING);
    expect(takeAnswer()).toBeUndefined();
    expect(shown).toEqual([]);
    expect(stored.size).toBe(0);
  });

  it("takes a code that it has not asked for out of the address too", () => {
    openAt("?code=c&state=s", "#show=stream:b");
    expect(takeAnswer()?.pending).toBeUndefined();
    expect(shown).toEqual(["/#show=stream:b"]);
  });
});
