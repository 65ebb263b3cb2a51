import { describe, expect, it } from "vitest";
import { Backoff } from "../src/api/backoff";
import { Upload } from "../src/sources/upload";

const BASE = new URL("http://gateway/v1/");
const SIZE = 9 << 20;

/** Accepts uploads like the gateway; `failing` selects the requests that fail halfway. */
class Storage {
  received: Uint8Array[] = [];
  name = "";
  requests = 0;

  constructor(private readonly failing: (request: number) => boolean = () => false) {}

  get size(): number {
    return this.received.reduce((sum, part) => sum + part.length, 0);
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.method === "GET") {
      return this.size ? json(200, { offsetBytes: String(this.size) }) : json(404, {});
    }
    const [, first, last, total] = request.headers
      .get("content-range")!
      .match(/^bytes (\d+)-(\d+)\/(\d+)$/)!
      .map(Number);
    expect(first).toBe(this.size);
    const bytes = new Uint8Array(await request.arrayBuffer());
    expect(bytes).toHaveLength(last! - first! + 1);
    if (this.failing(this.requests++)) {
      // The connection breaks after half of the part.
      this.received.push(bytes.slice(0, bytes.length / 2));
      throw new TypeError("network error");
    }
    this.received.push(bytes);
    this.name = new URL(request.url).searchParams.get("name")!;
    return this.size < total! ? json(202, { offsetBytes: this.size }) : json(200, {});
  };
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

function file(): File {
  const bytes = new Uint8Array(SIZE).map((_, at) => (at * 31) % 251);
  return new File([bytes], "a walk.mp4", { lastModified: 1 });
}

function upload(storage: Storage, progress: number[] = []): Upload {
  const report = (bytes: number) => progress.push(bytes);
  return new Upload(BASE, file(), report, storage.fetch, new Backoff(1, 1));
}

async function contentOf(storage: Storage): Promise<Uint8Array> {
  return new Uint8Array(await new Blob(storage.received as BlobPart[]).arrayBuffer());
}

describe("Upload", () => {
  it("sends the file in parts and reports the progress", async () => {
    const storage = new Storage();
    const progress: number[] = [];
    await upload(storage, progress).run();
    expect(storage.received.map((part) => part.length)).toEqual([4 << 20, 4 << 20, 1 << 20]);
    expect(storage.name).toBe("a walk.mp4");
    expect(progress).toEqual([0, 4 << 20, 8 << 20, SIZE]);
  });

  it("continues after the connection broke", async () => {
    const storage = new Storage((request) => request === 1 || request === 2);
    await upload(storage).run();
    const sent = new Uint8Array(await file().arrayBuffer());
    expect(Buffer.compare(await contentOf(storage), sent)).toBe(0);
  });

  it("continues an upload of an earlier page", async () => {
    const storage = new Storage();
    const sent = new Uint8Array(await file().arrayBuffer());
    storage.received.push(sent.slice(0, 5 << 20));
    await upload(storage).run();
    expect(Buffer.compare(await contentOf(storage), sent)).toBe(0);
  });

  it("stops if the gateway refuses the file", async () => {
    const refuse: typeof fetch = async (_, init) =>
      init?.method === "PUT"
        ? json(400, { code: "INVALID_VIDEO", message: "video: no video." })
        : json(404, {});
    const refused = new Upload(BASE, file(), () => {}, refuse, new Backoff(1, 1)).run();
    await expect(refused).rejects.toMatchObject({ code: "INVALID_VIDEO", status: 400 });
  });

  it("retries after a wrong offset or if the gateway is busy, but not if a quota is reached", async () => {
    const storage = new Storage();
    const run = (answers: Response[]) => {
      const fetcher: typeof fetch = (input, init) =>
        init?.method === "PUT" && answers.length > 0
          ? Promise.resolve(answers.shift()!)
          : storage.fetch(input, init);
      return new Upload(BASE, file(), () => {}, fetcher, new Backoff(1, 1)).run();
    };
    const full = json(429, { code: "QUOTA_EXCEEDED", message: "m", retryable: false });
    await expect(run([full])).rejects.toMatchObject({ code: "QUOTA_EXCEEDED" });
    const offset = json(409, { code: "OFFSET_MISMATCH", message: "m", retryable: false });
    const busy = json(429, { code: "TOO_MANY_REQUESTS", message: "m", retryable: true });
    await run([offset, busy]);
    expect(storage.size).toBe(SIZE);
  });
});
