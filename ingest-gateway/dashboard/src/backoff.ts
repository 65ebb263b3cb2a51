/** Doubling, jittered waits between attempts, so that many pages do not return in step. */
export class Backoff {
  private attempts = 0;

  constructor(
    private readonly firstMillis: number,
    private readonly mostMillis: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** The next wait in milliseconds: between half of the current step and all of it. */
  next(): number {
    const step = Math.min(this.mostMillis, this.firstMillis * 2 ** this.attempts);
    this.attempts++;
    return step / 2 + (this.random() * step) / 2;
  }

  reset(): void {
    this.attempts = 0;
  }
}
