/** The last values of several numbers, by name. */
export class RecentValues {
  private readonly values = new Map<string, number[]>();

  constructor(private readonly size = 60) {}

  /** Adds a value, unless it is unknown. */
  add(name: string, value: number | undefined): void {
    if (value !== undefined) {
      this.values.set(name, [...this.of(name), value].slice(-this.size));
    }
  }

  of(name: string): readonly number[] {
    return this.values.get(name) ?? [];
  }
}
