const MAX_STATES = 100;
const SAME_EDIT_MILLIS = 1000;

/**
 * The states before and after the present one, at most a hundred each. Edits with the same tag in
 * quick succession, such as those of one slider, count as one.
 */
export class History<T> {
  private past: T[] = [];
  private future: T[] = [];
  private tag = "";
  private recordedAt = -Infinity;

  constructor(private readonly now: () => number = () => performance.now()) {}

  get canUndo(): boolean {
    return this.past.length > 0;
  }

  get canRedo(): boolean {
    return this.future.length > 0;
  }

  /** Keeps the state that an edit replaces. */
  record(before: T, tag = ""): void {
    const now = this.now();
    const continued = tag !== "" && tag === this.tag && now - this.recordedAt < SAME_EDIT_MILLIS;
    this.tag = tag;
    this.recordedAt = now;
    if (!continued || this.past.length === 0) {
      this.past = [...this.past, before].slice(-MAX_STATES);
    }
    this.future = [];
  }

  /** Returns the state before the present one. */
  undo(present: T): T | undefined {
    return this.step(this.past, this.future, present);
  }

  redo(present: T): T | undefined {
    return this.step(this.future, this.past, present);
  }

  private step(from: T[], to: T[], present: T): T | undefined {
    const state = from.pop();
    if (state !== undefined) {
      to.push(present);
      this.tag = "";
    }
    return state;
  }
}
