/** Measures events per second over a sliding window, by the caller's clock in milliseconds. */
export class RateMeter {
  private readonly times: number[] = [];

  constructor(private readonly windowMillis = 2000) {}

  mark(now: number): void {
    this.times.push(now);
    this.expire(now);
  }

  perSecond(now: number): number {
    this.expire(now);
    const first = this.times[0];
    const last = this.times[this.times.length - 1];
    if (first === undefined || last === undefined || last <= first) {
      return 0;
    }
    return ((this.times.length - 1) * 1000) / (last - first);
  }

  private expire(now: number): void {
    while (this.times[0] !== undefined && this.times[0] < now - this.windowMillis) {
      this.times.shift();
    }
  }
}

/** Exponentially weighted mean; the first value counts in full. */
export class Smoothed {
  private mean: number | undefined;

  constructor(private readonly weight = 0.1) {}

  add(value: number): void {
    this.mean = this.mean === undefined ? value : this.mean + this.weight * (value - this.mean);
  }

  get value(): number | undefined {
    return this.mean;
  }
}

/** A larger difference means a wrong clock, or a frame that is older than the watch. */
const PLAUSIBLE_MILLIS = 10 * 1000;

/** Half of the latencies are at most `p50`, and 95 of 100 at most `p95`; in milliseconds. */
export interface Latency {
  p50: number;
  p95: number;
}

/** Milliseconds from capture to drawing across two clocks, over the last frames. */
export class LatencyMeter {
  private readonly newest: number[] = [];

  constructor(private readonly frames = 300) {}

  /** Ignores frames without a capture time, and differences that cannot be right. */
  add(capturedAt: number | undefined, drawnAt: number): void {
    if (!capturedAt || Math.abs(drawnAt - capturedAt) > PLAUSIBLE_MILLIS) {
      return;
    }
    this.newest.push(Math.max(0, drawnAt - capturedAt));
    if (this.newest.length > this.frames) {
      this.newest.shift();
    }
  }

  /** Undefined before the first frame. */
  get latency(): Latency | undefined {
    const sorted = [...this.newest].sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1];
    const p50 = at(0.5);
    const p95 = at(0.95);
    return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
  }
}
