/**
 * Runs a call for a burst of changes: at once for the first, and after a pause for those that came
 * meanwhile. At most one call runs at a time; the next one starts when it has ended.
 */
export class Newest {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running = false;
  private wanted = false;
  private offeredAt = -Infinity;

  /**
   * @param call sends the newest state
   * @param ended runs after each call
   */
  constructor(
    private readonly call: () => Promise<void>,
    private readonly ended: () => void = () => undefined,
    private readonly pauseMillis = 50,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether a change has not been answered yet. */
  get busy(): boolean {
    return this.running || this.wanted;
  }

  offer(): void {
    const idle = !this.busy && this.now() - this.offeredAt >= this.pauseMillis;
    this.wanted = true;
    this.offeredAt = this.now();
    if (idle) {
      void this.run();
    } else {
      this.schedule();
    }
  }

  private schedule(): void {
    if (this.running || this.timer !== undefined || !this.wanted) {
      return;
    }
    const left = this.pauseMillis - (this.now() - this.offeredAt);
    this.timer = setTimeout(
      () => {
        this.timer = undefined;
        void this.run();
      },
      Math.max(0, left),
    );
  }

  private async run(): Promise<void> {
    this.wanted = false;
    this.running = true;
    try {
      await this.call();
    } finally {
      this.running = false;
      this.schedule();
      this.ended();
    }
  }
}
