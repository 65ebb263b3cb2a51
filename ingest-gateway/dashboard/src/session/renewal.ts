/** How long before the end, at most and as a part of what is left. */
const MARGIN_MILLIS = 60_000;
const MARGIN_PART = 0.2;

/** Also bounds how often a page with a wrong clock renews. */
const SHORTEST_MILLIS = 2000;
const RETRY_MILLIS = 5000;

/** Browsers take no longer timers; more days than this have been slept through anyway. */
const LONGEST_MILLIS = 24 * 3600 * 1000;

/** Renews something before it expires. */
export class Renewal {
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly renew: () => Promise<void>) {}

  /**
   * @param expiresAt milliseconds since 1970; undefined: never
   */
  schedule(expiresAt: number | undefined): void {
    this.stop();
    if (expiresAt !== undefined) {
      const left = expiresAt - Date.now();
      this.after(left - Math.min(MARGIN_MILLIS, left * MARGIN_PART));
    }
  }

  retry(): void {
    this.after(RETRY_MILLIS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private after(millis: number): void {
    const bounded = Math.min(LONGEST_MILLIS, Math.max(SHORTEST_MILLIS, millis));
    this.stop();
    this.timer = setTimeout(() => void this.renew(), bounded);
  }
}
