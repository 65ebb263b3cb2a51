import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import type { Stream } from "../src/api/model";
import { type Source, SourceSchema } from "../src/gen/darkroom/v1/source_pb";
import { foldersOf } from "../src/sources/folders";
import { inputsOf } from "../src/sources/inputs";
import { ago, sourceWords } from "../src/sources/source-words";
import { isStill, stillStreamOf } from "../src/sources/still";
import { target } from "../src/sources/tab-list";
import { addressOf, freeName } from "../src/sources/test-picture";

const NOW = 1_000_000;

function source(status: object, more: object = {}): Source {
  return create(SourceSchema, { sourceId: "door", status, ...more });
}

function words(status: object, more: object = {}, published = {}) {
  return sourceWords(source(status, more), published, NOW);
}

describe("words of a source", () => {
  it("says rate, size and codec of a live source", () => {
    const live = { state: "live", fpsOut: 14.96, codec: "h264", widthPx: 1280, heightPx: 720 };
    expect(words(live)).toMatchObject({
      tone: "live",
      state: "Live",
      facts: "15.0 fps · 1280 × 720 · h264",
    });
    const half = words({ ...live, codec: "wrapped_avframe" }, {}, { widthPx: 640, heightPx: 360 });
    expect(half.facts).toBe("15.0 fps · 1280 × 720 → 640 × 360");
  });

  it("says when it tries again, and why", () => {
    const status = {
      state: "backing_off",
      reason: "host: door (expected: a name that resolves). Check the name.",
      nextTryAt: timestampFromMs(NOW + 3200),
    };
    expect(words(status)).toMatchObject({
      tone: "bad",
      state: "Trying again in 4 s",
      trouble: status.reason,
    });
    expect(words({ ...status, nextTryAt: timestampFromMs(NOW - 1) }).state).toBe("Trying again");
  });

  it("says a resolved error with its age", () => {
    const status = {
      state: "live",
      lastError: "it broke.",
      lastErrorAt: timestampFromMs(NOW - 125_000),
    };
    expect(words(status).trouble).toBe("Earlier error, 2 min ago: it broke.");
  });

  it("says that it is stopped, also before the gateway reports it", () => {
    expect(words({ state: "live" }, { stopped: true })).toMatchObject({
      tone: "off",
      state: "Stopped",
    });
    expect(sourceWords(create(SourceSchema)).state).toBe("Waiting for a gateway");
    expect(words({ state: "new_state" })).toMatchObject({ tone: "off", state: "new_state" });
  });

  it("says how long ago something was", () => {
    expect([-5, 59_000, 60_000, 3_599_000, 7_200_000].map(ago)).toEqual([
      "0 s ago",
      "59 s ago",
      "1 min ago",
      "1 h ago",
      "2 h ago",
    ]);
  });
});

describe("inputs", () => {
  const stream = (streamId: string, state: string): Stream =>
    ({ streamId, state, fps: 5, pipelines: [] }) as unknown as Stream;

  it("joins sources with their streams, and lists other streams after them", () => {
    const door = create(SourceSchema, { sourceId: "door", streamId: "entrance" });
    const inputs = inputsOf(
      [door],
      [stream("ended", "ended"), stream("entrance", "live"), stream("webcam-1", "live")],
    );
    expect(inputs.map(({ id, streamId }) => [id, streamId])).toEqual([
      ["door", "entrance"],
      ["webcam-1", "webcam-1"],
      ["ended", "ended"],
    ]);
    expect(inputs[0]!.stream?.streamId).toBe("entrance");
    expect(inputs[2]!.words).toMatchObject({ tone: "off", state: "Ended", facts: "" });
  });
});

describe("names", () => {
  it("finds a free name", () => {
    expect(freeName("walk", [])).toBe("walk");
    expect(freeName("walk", ["walk", "walk-2", "walk-4"])).toBe("walk-3");
  });

  it("builds the address of a test picture", () => {
    const picture = { pattern: "testsrc2", size: "640x360", fps: 15 } as const;
    expect(addressOf(picture)).toBe("test:testsrc2=size=640x360:rate=15");
  });

  it("names the stream of an image", () => {
    expect(stillStreamOf("walk~a photo (2).JPG")).toBe("image-walk-a-photo-2-");
    expect(isStill(stillStreamOf("x".repeat(300)))).toBe(true);
    expect(stillStreamOf("x".repeat(300))).toHaveLength(128);
    expect(isStill("camera")).toBe(false);
  });

  it("finds the folders of images", () => {
    expect(foldersOf(["b.png", "walk~two~c.png", "walk~a.png", "walk~d.png"])).toEqual([
      { path: ".", count: 1 },
      { path: "walk", count: 2 },
      { path: "walk/two", count: 1 },
    ]);
  });

  it("moves between tabs, around the ends", () => {
    const keys = ["ArrowRight", "ArrowLeft", "Home", "End", "a"];
    expect(keys.map((key) => target(key, 0, 5))).toEqual([1, 4, 0, 4, -1]);
    expect(target("ArrowRight", 4, 5)).toBe(0);
  });
});
