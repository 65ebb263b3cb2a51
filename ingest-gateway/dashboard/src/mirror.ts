/** A message of a watch, whatever its resources are. */
export interface Changes<R> {
  changed: R[];
  deleted: string[];
  snapshot: boolean;
  resumeToken: string;
}

/** The resources of a watch, put together from its messages. */
export class Mirror<R> {
  private readonly known = new Map<string, R>();
  private token = "";

  constructor(private readonly idOf: (resource: R) => string) {}

  /** What a new watch gives as `from`, so that it continues with what was missed. */
  get from(): string {
    return this.token;
  }

  /** All resources by id, or nothing while more messages of the same state follow. */
  apply({ changed, deleted, snapshot, resumeToken }: Changes<R>): R[] | undefined {
    if (snapshot) {
      this.known.clear();
      this.token = "";
    }
    deleted.forEach((id) => this.known.delete(id));
    changed.forEach((resource) => this.known.set(this.idOf(resource), resource));
    if (!resumeToken) {
      return undefined;
    }
    this.token = resumeToken;
    return [...this.known.values()].sort((a, b) => this.idOf(a).localeCompare(this.idOf(b)));
  }
}
