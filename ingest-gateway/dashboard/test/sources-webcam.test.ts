import { fromBinary } from "@bufbuild/protobuf";
import { timestampMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { Backoff } from "../src/api/backoff";
import { FrameSchema } from "../src/gen/darkroom/v1/frame_pb";
import type { Camera, Picture } from "../src/sources/webcam/camera";
import { fitted } from "../src/sources/webcam/jpeg";
import { Pace } from "../src/sources/webcam/pace";
import { pageProblem, problemOf } from "../src/sources/webcam/problem";
import { FramePublisher, type PublishListener } from "../src/sources/webcam/publisher";
import { webcamStream } from "../src/sources/webcam/stream-name";
import { type Surroundings, Webcam, type WebcamOn } from "../src/sources/webcam/webcam";

const SOCKETS = new URL("ws://gateway/v1/");
const CHOICE = { deviceId: "", widthPx: 640, heightPx: 360, fps: 10 };
const PICTURE: Picture = { source: {} as CanvasImageSource, widthPx: 1280, heightPx: 720 };
const JPEG = { bytes: new Uint8Array([1, 2, 3]), widthPx: 640, heightPx: 360 };

class FakeCamera implements Camera {
  readonly media = {} as MediaStream;
  onlost = () => {};
  closed = false;
  take: (picture: Picture) => Promise<void> = async () => {};

  start(take: (picture: Picture) => Promise<void>): void {
    this.take = take;
  }

  close(): void {
    this.closed = true;
  }
}

/** A browser with one camera and one connection, and a clock that the test moves. */
class FakeBrowser implements Surroundings {
  readonly camera = new FakeCamera();
  readonly published: number[] = [];
  problem: "insecure" | undefined;
  opening: Promise<unknown> = Promise.resolve();
  url = "";
  listener!: PublishListener;
  publisherClosed = false;
  ready = true;
  time = 1000;

  pageProblem = () => this.problem;
  open = async () => {
    await this.opening;
    return this.camera;
  };
  encoder = () => ({ encode: async () => JPEG });
  streamId = () => "webcam-test";
  now = () => this.time;
  publisher = (url: string, _: string, listener: PublishListener) => {
    this.url = url;
    this.listener = listener;
    const ready = () => this.ready;
    return {
      get ready() {
        return ready();
      },
      publish: (_jpeg: typeof JPEG, capturedAt: number) => void this.published.push(capturedAt),
      close: () => void (this.publisherClosed = true),
    };
  };
}

function on(webcam: Webcam): WebcamOn {
  expect(webcam.state.kind).toBe("on");
  return webcam.state as WebcamOn;
}

describe("Webcam", () => {
  it("publishes pictures at the chosen rate and counts them", async () => {
    const browser = new FakeBrowser();
    const webcam = new Webcam(browser);
    const kinds: string[] = [];
    webcam.addEventListener("change", () => kinds.push(webcam.state.kind));
    await webcam.start(SOCKETS, CHOICE);
    expect(kinds).toEqual(["starting", "on"]);
    expect(browser.url).toBe("ws://gateway/v1/streams/webcam-test/publish");
    browser.listener.connectionChanged(true);
    // A camera of 30 fps, published at 10.
    for (let frame = 0; frame < 9; frame++) {
      browser.time = 1000 + frame * (1000 / 30);
      await browser.camera.take(PICTURE);
    }
    expect(browser.published).toEqual([1000, 1100, 1200]);
    browser.listener.stored();
    expect(on(webcam)).toMatchObject({ connected: true, sent: 1, skipped: 0 });
  });

  it("skips pictures while the connection is busy, and says why they are refused", async () => {
    const browser = new FakeBrowser();
    const webcam = new Webcam(browser);
    await webcam.start(SOCKETS, CHOICE);
    browser.ready = false;
    await browser.camera.take(PICTURE);
    expect(browser.published).toEqual([]);
    expect(on(webcam).skipped).toBe(1);
    browser.listener.refused("image: too large.");
    expect(on(webcam).refused).toBe("image: too large.");
    browser.listener.stored();
    expect(on(webcam).refused).toBe("");
  });

  it("closes camera and connection when it is stopped", async () => {
    const browser = new FakeBrowser();
    const webcam = new Webcam(browser);
    await webcam.start(SOCKETS, CHOICE);
    webcam.stop();
    expect([browser.camera.closed, browser.publisherClosed]).toEqual([true, true]);
    browser.listener.stored();
    browser.camera.onlost();
    expect(webcam.state).toEqual({ kind: "off" });
  });

  it("closes a camera that opens after it was stopped", async () => {
    const browser = new FakeBrowser();
    const webcam = new Webcam(browser);
    let allow = () => {};
    browser.opening = new Promise<void>((resolve) => (allow = resolve));
    const started = webcam.start(SOCKETS, CHOICE);
    expect(webcam.state.kind).toBe("starting");
    webcam.stop();
    allow();
    await started;
    expect(browser.camera.closed).toBe(true);
    expect(webcam.state.kind).toBe("off");
  });

  it("says why it cannot start, and starts when that is solved", async () => {
    const browser = new FakeBrowser();
    const webcam = new Webcam(browser);
    browser.opening = Promise.reject(new DOMException("no", "NotAllowedError"));
    await webcam.start(SOCKETS, CHOICE);
    expect(webcam.state).toEqual({ kind: "failed", problem: "denied" });
    browser.opening = Promise.resolve();
    await webcam.start(SOCKETS, CHOICE);
    expect(webcam.state.kind).toBe("on");
    browser.camera.onlost();
    expect(webcam.state).toEqual({ kind: "failed", problem: "lost" });
    expect(browser.camera.closed).toBe(true);
  });

  it("does not ask for the camera on an insecure page", async () => {
    const browser = new FakeBrowser();
    browser.problem = "insecure";
    const webcam = new Webcam(browser);
    await webcam.start(SOCKETS, CHOICE);
    expect(webcam.state).toEqual({ kind: "failed", problem: "insecure" });
  });
});

describe("problems of the camera", () => {
  it("follow from the name of the error", () => {
    const names = ["NotAllowedError", "NotFoundError", "NotReadableError", "OddError"];
    expect(names.map((name) => problemOf(new DOMException("", name)))).toEqual([
      "denied",
      "none",
      "busy",
      "failed",
    ]);
  });

  it("follow from the page", () => {
    const devices = { getUserMedia: () => {} } as unknown as MediaDevices;
    expect(pageProblem(false, devices)).toBe("insecure");
    expect(pageProblem(true, {} as MediaDevices)).toBe("unsupported");
    expect(pageProblem(true, devices)).toBeUndefined();
  });
});

class PublishFake {
  readyState = 0;
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: (() => void) | null = null;
  readonly sent: Uint8Array[] = [];
  closed = false;

  send(data: Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.closed = true;
  }

  accept(): void {
    this.readyState = 1;
    this.onopen?.();
  }
}

describe("FramePublisher", () => {
  function publisher() {
    const sockets: PublishFake[] = [];
    const heard: unknown[] = [];
    const listener = {
      connectionChanged: (connected: boolean) => heard.push(connected),
      stored: () => heard.push("stored"),
      refused: (reason: string) => heard.push(reason),
    };
    const connect = () => sockets[sockets.push(new PublishFake()) - 1]!;
    const one = new FramePublisher("ws://x", "webcam-1", listener, connect, new Backoff(1, 1));
    return { one, sockets, heard };
  }

  it("numbers the frames of its run and says when they were taken", () => {
    const { one, sockets } = publisher();
    one.publish(JPEG, 5);
    sockets[0]!.accept();
    one.publish(JPEG, 1234);
    one.publish(JPEG, 1267);
    const frames = sockets[0]!.sent.map((bytes) => fromBinary(FrameSchema, bytes));
    expect(frames.map(({ sequence }) => sequence)).toEqual([0n, 1n]);
    expect(frames[0]!.epoch).toBe(frames[1]!.epoch);
    expect(frames.map(({ capturedAt }) => timestampMs(capturedAt!))).toEqual([1234, 1267]);
    expect(frames[0]).toMatchObject({ streamId: "webcam-1", widthPx: 640, heightPx: 360 });
    expect([...frames[0]!.image]).toEqual([1, 2, 3]);
  });

  it("is not ready while the socket buffers or answers are missing", () => {
    const { one, sockets } = publisher();
    expect(one.ready).toBe(false);
    const socket = sockets[0]!;
    socket.accept();
    expect(one.ready).toBe(true);
    socket.bufferedAmount = 1 << 20;
    expect(one.ready).toBe(false);
    socket.bufferedAmount = 0;
    for (let frame = 0; frame < 20; frame++) {
      one.publish(JPEG, frame);
    }
    expect(socket.sent).toHaveLength(8);
    socket.onmessage!({ data: '{"sequence":"0"}' });
    expect(one.ready).toBe(true);
  });

  it("reports answers and refusals", () => {
    const { sockets, heard } = publisher();
    sockets[0]!.accept();
    sockets[0]!.onmessage!({ data: '{"sequence":"0","epoch":"1","position":{}}' });
    sockets[0]!.onmessage!({ data: '{"error":{"code":"X","message":"image: damaged."}}' });
    expect(heard).toEqual([true, "stored", "image: damaged."]);
  });

  it("connects again until it is closed", async () => {
    const { one, sockets, heard } = publisher();
    sockets[0]!.accept();
    sockets[0]!.onclose!();
    await expect.poll(() => sockets.length).toBe(2);
    sockets[1]!.accept();
    one.publish(JPEG, 1);
    expect(sockets[1]!.sent).toHaveLength(1);
    one.close();
    expect(sockets[1]!.closed).toBe(true);
    sockets[1]!.onclose!();
    expect(heard).toEqual([true, false, true]);
  });
});

describe("Pace", () => {
  it("takes every frame of a camera that is as slow as wanted, in spite of jitter", () => {
    const pace = new Pace(10);
    expect([0, 90, 205, 295, 410].map((at) => pace.due(at))).toEqual(Array(5).fill(true));
  });

  it("does not catch up after a gap", () => {
    const pace = new Pace(10);
    expect([0, 1000, 1010, 1040, 1100].map((at) => pace.due(at))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});

describe("pictures of the camera", () => {
  it("are scaled down to fit, never up", () => {
    const box = { widthPx: 640, heightPx: 360 };
    expect(fitted({ widthPx: 1280, heightPx: 960 }, box)).toEqual({ widthPx: 480, heightPx: 360 });
    expect(fitted({ widthPx: 320, heightPx: 240 }, box)).toEqual({ widthPx: 320, heightPx: 240 });
  });

  it("go to one stream per browser", () => {
    const stored = new Map<string, string>();
    const storage = {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
    };
    const name = webcamStream(storage);
    expect(name).toMatch(/^webcam-[a-z0-9]{4}$/);
    expect(webcamStream(storage)).toBe(name);
    const forbidden = () => {
      throw new Error("forbidden");
    };
    expect(webcamStream({ getItem: forbidden, setItem: forbidden })).toMatch(/^webcam-/);
  });
});
