import type { ReactiveController, ReactiveControllerHost } from "lit";

/** What a caller may be allowed to do; the names of policies. */
export type Permission = "watch" | "publish" | "control" | "sources" | "videos";

/** Permissions on streams, which are ids or patterns with `*`. */
export interface Grant {
  permissions: readonly string[];
  streams: readonly string[];
}

/** What the caller may do: everything until the gateway says what. Fires `changed`. */
export class Rights extends EventTarget {
  private grants: readonly Grant[] | undefined;

  take(grants: readonly Grant[]): void {
    this.grants = grants;
    this.dispatchEvent(new Event("changed"));
  }

  /** Whether the caller has a permission: on this stream, or without one, on any. */
  may(permission: Permission, streamId?: string): boolean {
    const fitting = this.grants?.filter(({ permissions }) => permissions.includes(permission));
    return (
      fitting?.some(({ streams }) => streamId === undefined || matches(streams, streamId)) ?? true
    );
  }
}

function matches(patterns: readonly string[], streamId: string): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split("*").map((part) => part.replace(/[^\w-]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(streamId);
  });
}

/** What the caller of this page may do. */
export const rights = new Rights();

/** Draws an element again when the caller's rights change. */
export class FollowsRights implements ReactiveController {
  private readonly changed = () => this.host.requestUpdate();

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    rights.addEventListener("changed", this.changed);
  }

  hostDisconnected(): void {
    rights.removeEventListener("changed", this.changed);
  }
}
