import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StillRefresh } from "../src/sources/still-refresh";

describe("StillRefresh", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("publishes an image again after changes, but no other stream", async () => {
    const published: string[] = [];
    const refresh = new StillRefresh(new URL("http://gateway/v1/"), async (_, streamId) => {
      published.push(streamId);
    });
    refresh.changed("camera");
    for (let change = 0; change < 5; change++) {
      refresh.changed("image-a");
      await vi.advanceTimersByTimeAsync(100);
    }
    refresh.changed("image-b");
    await vi.advanceTimersByTimeAsync(500);
    expect(published).toEqual(["image-a", "image-b"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(published).toEqual(["image-a", "image-b", "image-a", "image-b"]);
  });
});
