/** The close code of a WebSocket whose caller is not identified any more. */
const UNAUTHENTICATED = 4401;

/** Where connections wait while the caller is not identified; fires `refused` if one was ended. */
class Gate extends EventTarget {
  private waiting: (() => void)[] | undefined;

  /** Opens a connection: at once, or when the caller is identified. */
  pass(open: () => void): void {
    if (this.waiting) {
      this.waiting.push(open);
    } else {
      open();
    }
  }

  close(): void {
    this.waiting ??= [];
  }

  open(): void {
    const { waiting } = this;
    this.waiting = undefined;
    waiting?.forEach((open) => open());
  }

  /** Tells with which code the gateway has closed a WebSocket. */
  closedWith(code: number | undefined): void {
    if (code === UNAUTHENTICATED) {
      this.dispatchEvent(new Event("refused"));
    }
  }
}

/** The gate of this page's connections. */
export const gate = new Gate();
