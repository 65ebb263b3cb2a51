/** The last values of several numbers, by name. */
export class History {
  private readonly values = new Map<string, number[]>();

  constructor(private readonly size = 60) {}

  /** Adds a value, unless it is unknown, and returns the last ones. */
  add(name: string, value: number | undefined): readonly number[] {
    const known = this.values.get(name) ?? [];
    if (value === undefined) {
      return known;
    }
    const newest = [...known, value].slice(-this.size);
    this.values.set(name, newest);
    return newest;
  }

  of(name: string): readonly number[] {
    return this.values.get(name) ?? [];
  }
}
