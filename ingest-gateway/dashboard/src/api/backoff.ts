/** Doubling delays between attempts, with jitter so that many pages do not reconnect in step. */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly firstMillis: number,
    private readonly maxMillis: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** Returns the next delay in milliseconds: half of the current step up to all of it. */
  next(): number {
    const step = Math.min(this.maxMillis, this.firstMillis * 2 ** this.attempts);
    this.attempts++;
    return step / 2 + (this.random() * step) / 2;
  }

  reset(): void {
    this.attempts = 0;
  }
}
