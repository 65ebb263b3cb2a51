import { ApiError, failure } from "../api/api";
import { Backoff } from "../api/backoff";
import * as read from "../api/json";

const CHUNK_BYTES = 4 << 20;
const MAX_RETRIES = 8;

/**
 * Uploads a file in parts, and continues after an interruption. The same file gets the same id, so
 * that an upload also continues after a reload of the page.
 */
export class Upload {
  readonly id: string;
  private readonly stopped = new AbortController();

  /**
   * @param base root of the gateway's HTTP API
   * @param progress called with the number of bytes that the gateway has
   */
  constructor(
    private readonly base: URL,
    private readonly file: File,
    private readonly progress: (bytes: number) => void,
    private readonly fetcher: typeof fetch = (input, init) => fetch(input, init),
    private readonly backoff = new Backoff(500, 8000),
  ) {
    this.id = idOf(file);
  }

  /** Resolves when the gateway has the whole file; rejects with an {@link ApiError}. */
  async run(): Promise<void> {
    let failures = 0;
    let offset = await this.offset();
    while (offset < this.file.size) {
      this.progress(offset);
      try {
        offset = await this.put(offset);
        failures = 0;
        this.backoff.reset();
      } catch (error) {
        failures++;
        this.requireRetryable(error, failures);
        await new Promise((resolve) => setTimeout(resolve, this.backoff.next()));
        offset = await this.offset().catch(() => offset);
      }
    }
    this.progress(this.file.size);
  }

  /** Stops sending; the gateway keeps the received parts for another upload of the same file. */
  pause(): void {
    this.stopped.abort();
  }

  /** Cancels the upload; the gateway deletes the received parts. */
  async cancel(): Promise<void> {
    this.stopped.abort();
    await this.fetcher(this.address(), { method: "DELETE" });
  }

  private requireRetryable(error: unknown, failures: number): void {
    const retryable =
      error instanceof ApiError && (error.unreachable || error.retryable || error.status === 409);
    if (!retryable || this.stopped.signal.aborted || failures > MAX_RETRIES) {
      throw error;
    }
  }

  /** Number of bytes that the gateway has; 0 if it does not know the upload. */
  private async offset(): Promise<number> {
    const response = await this.send(this.address(), {});
    if (response.status === 404) {
      return 0;
    }
    return read.number((await body(response)).offsetBytes);
  }

  private async put(from: number): Promise<number> {
    const to = Math.min(from + CHUNK_BYTES, this.file.size);
    const address = this.address();
    address.searchParams.set("name", this.file.name);
    const response = await this.send(address, {
      method: "PUT",
      headers: { "content-range": `bytes ${from}-${to - 1}/${this.file.size}` },
      body: this.file.slice(from, to),
    });
    const answer = await body(response);
    return response.status === 202 ? read.number(answer.offsetBytes) : this.file.size;
  }

  private address(): URL {
    return new URL(`uploads/${this.id}`, this.base);
  }

  private async send(address: URL, request: RequestInit): Promise<Response> {
    try {
      return await this.fetcher(address, { ...request, signal: this.stopped.signal });
    } catch {
      throw new ApiError("UNREACHABLE", "upload: the connection broke.", 0);
    }
  }
}

async function body(response: Response): Promise<read.Json> {
  const json = read.object(await response.json().catch(() => undefined));
  if (!response.ok) {
    throw failure(response.status, json);
  }
  return json;
}

/** Identifies a file by its name, size and modification time. */
function idOf(file: File): string {
  let hash = 0;
  for (const char of file.name) {
    hash = (Math.imul(hash, 31) + char.codePointAt(0)!) >>> 0;
  }
  return `${hash.toString(36)}-${file.size.toString(36)}-${file.lastModified.toString(36)}`;
}
