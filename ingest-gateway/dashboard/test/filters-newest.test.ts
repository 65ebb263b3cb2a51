import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Newest } from "../src/filters/newest";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Records what is sent; each call takes a time. */
function sending(millis: number) {
  const sent: string[] = [];
  let value = "";
  let running = 0;
  let most = 0;
  const newest = new Newest(
    async () => {
      sent.push(value);
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, millis));
      running--;
    },
    () => undefined,
    50,
    () => Date.now(),
  );
  const offer = (next: string) => {
    value = next;
    newest.offer();
  };
  return { sent, offer, newest, most: () => most };
}

describe("Newest", () => {
  it("sends the first change at once", () => {
    const { sent, offer, newest } = sending(10);
    offer("a");
    expect(sent).toEqual(["a"]);
    expect(newest.busy).toBe(true);
  });

  it("sends a burst as its first and its newest change", async () => {
    const { sent, offer, newest } = sending(10);
    for (let value = 0; value < 20; value++) {
      offer(String(value));
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toEqual(["0", "19"]);
    expect(newest.busy).toBe(false);
  });

  it("has one call at a time, and sends the newest change after it", async () => {
    const { sent, offer, most } = sending(300);
    for (let value = 0; value < 100; value++) {
      offer(String(value));
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(most()).toBe(1);
    expect(sent.length).toBeLessThanOrEqual(5);
    expect(sent.at(-1)).toBe("99");
  });

  it("sends at once after a call if the last change is older than the pause", async () => {
    const { sent, offer } = sending(300);
    offer("a");
    offer("b");
    await vi.advanceTimersByTimeAsync(301);
    expect(sent).toEqual(["a", "b"]);
  });

  it("sends single changes at once each", async () => {
    const { sent, offer } = sending(10);
    offer("a");
    await vi.advanceTimersByTimeAsync(100);
    offer("b");
    expect(sent).toEqual(["a", "b"]);
  });
});
