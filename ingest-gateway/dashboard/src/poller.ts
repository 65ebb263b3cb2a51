import { Backoff } from "./backoff";

/** Repeats a task while the page is visible; waits longer after each failure. */
export class Poller {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private readonly backoff: Backoff;

  constructor(
    private readonly task: () => Promise<void>,
    private readonly onFailure: (error: unknown) => void,
    private readonly periodMillis = 1000,
    backoff = new Backoff(2 * periodMillis, 10 * periodMillis),
  ) {
    this.backoff = backoff;
  }

  start(): void {
    if (!this.running) {
      this.running = true;
      void this.turn();
    }
  }

  stop(): void {
    this.running = false;
    clearTimeout(this.timer);
  }

  private async turn(): Promise<void> {
    const wait = await this.attempt();
    clearTimeout(this.timer);
    if (this.running) {
      this.timer = setTimeout(() => void this.turn(), wait);
    }
  }

  private async attempt(): Promise<number> {
    try {
      await this.task();
      this.backoff.reset();
      return this.periodMillis;
    } catch (error) {
      this.onFailure(error);
      return this.backoff.next();
    }
  }
}
