/** Selects evenly spaced moments, at most a number per second; times are in milliseconds. */
export class Pace {
  private next = -Infinity;
  private readonly interval: number;

  constructor(fps: number) {
    this.interval = 1000 / fps;
  }

  /** Whether a frame is due; counts it if so. */
  due(now: number): boolean {
    // A camera's frames jitter: one that is a little early takes its own slot, not the next.
    if (now < this.next - this.interval / 4) {
      return false;
    }
    const late = now - this.next > this.interval;
    this.next = (late ? now : this.next) + this.interval;
    return true;
  }
}
