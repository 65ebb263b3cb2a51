/** A message of a watch, for any type of resource. */
export interface Changes<R> {
  changed: R[];
  deleted: string[];
  snapshot: boolean;
  resumeToken: string;
}

/** Maintains the resources of a watch from its messages. */
export class Mirror<R> {
  private readonly known = new Map<string, R>();
  private token = "";

  constructor(private readonly idOf: (resource: R) => string) {}

  /** The resume token for the next watch, so that it continues where this one ended. */
  get from(): string {
    return this.token;
  }

  /**
   * Applies a message. Returns all resources sorted by id, or undefined if more messages for the
   * same state follow.
   */
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
