import { ApiError, failure } from "./api";
import { Backoff } from "./backoff";
import * as read from "./json";

const CHUNK_BYTES = 4 << 20;
const TRIES = 8;

/**
 * Sends a file in parts and goes on where it broke off. The same file has the same id, so that it
 * goes on after a reload of the page too.
 */
export class Upload {
  readonly id: string;
  private readonly stopped = new AbortController();

  /**
   * @param base where the gateway's interface begins
   * @param progress told how many bytes have come
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
        this.requireAnotherTry(error, failures);
        await new Promise((resolve) => setTimeout(resolve, this.backoff.next()));
        offset = await this.offset().catch(() => offset);
      }
    }
    this.progress(this.file.size);
  }

  /** Gives the upload up; what has come is thrown away. */
  async cancel(): Promise<void> {
    this.stopped.abort();
    await this.fetcher(this.address(), { method: "DELETE" });
  }

  private requireAnotherTry(error: unknown, failures: number): void {
    const mayHelp =
      error instanceof ApiError && (error.unreachable || error.retryable || error.status === 409);
    if (!mayHelp || this.stopped.signal.aborted || failures > TRIES) {
      throw error;
    }
  }

  /** How far the gateway has got; 0 where it knows nothing of the upload. */
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

/** Letters and digits that tell files apart. */
function idOf(file: File): string {
  let hash = 0;
  for (const char of file.name) {
    hash = (Math.imul(hash, 31) + char.codePointAt(0)!) >>> 0;
  }
  return `${hash.toString(36)}-${file.size.toString(36)}-${file.lastModified.toString(36)}`;
}
