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

/** Milliseconds from capture to drawing across two clocks; undefined if these differ too much. */
export class LatencyMeter {
  private readonly smoothed = new Smoothed();

  add(capturedAt: number | undefined, drawnAt: number): void {
    if (!capturedAt || Math.abs(drawnAt - capturedAt) > PLAUSIBLE_MILLIS) {
      return;
    }
    this.smoothed.add(Math.max(0, drawnAt - capturedAt));
  }

  get millis(): number | undefined {
    return this.smoothed.value;
  }
}
