import { Backoff } from "./backoff";
import { gate } from "./gate";

/** Receives the messages and failures of a watch. */
export interface WatchListener<T> {
  received(value: T): void;
  /** The server stream failed or ended; the watch tries again at a time in ms since 1970. */
  failed(error: unknown, nextTryAt: number): void;
}

/** Follows a server stream until stopped. If the stream fails, retries with increasing delays. */
export class Watch<T> {
  private running: AbortController | undefined;
  private endPause: (() => void) | undefined;

  constructor(
    private readonly open: (signal: AbortSignal) => AsyncIterable<T>,
    private readonly listener: WatchListener<T>,
    private readonly backoff = new Backoff(500, 8000),
  ) {}

  start(): void {
    if (!this.running) {
      this.running = new AbortController();
      void this.run(this.running.signal);
    }
  }

  stop(): void {
    this.running?.abort();
    this.running = undefined;
  }

  /** Ends a pause between two tries. */
  retryNow(): void {
    this.endPause?.();
  }

  private async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.follow(signal);
        throw new Error("gateway: the stream ended. Check that it is running.");
      } catch (error) {
        if (signal.aborted) {
          return;
        }
        const millis = this.backoff.next();
        this.listener.failed(error, Date.now() + millis);
        await this.pause(millis, signal);
      }
    }
  }

  private async follow(signal: AbortSignal): Promise<void> {
    for await (const value of this.open(signal)) {
      if (signal.aborted) {
        return;
      }
      this.backoff.reset();
      this.listener.received(value);
    }
  }

  private pause(millis: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const pass = () => gate.pass(resolve);
      const timer = setTimeout(pass, millis);
      this.endPause = () => {
        clearTimeout(timer);
        pass();
      };
      signal.addEventListener("abort", this.endPause, { once: true });
    });
  }
}
