import type { Timestamp } from "@bufbuild/protobuf/wkt";
import { type Client, Code, ConnectError } from "@connectrpc/connect";
import { failure } from "../api/api";
import * as read from "../api/json";
import { Rpc } from "../api/rpc";
import { Permission } from "../gen/darkroom/v1/access_pb";
import { AccessService } from "../gen/darkroom/v1/access_service_pb";
import type { SignIn } from "./provider";
import type { Grant } from "./rights";

/** Whom the gateway knows the caller as. */
export interface Caller {
  name: string;
  /** For people; not unique. */
  displayName: string;
  kind: string;
  grants: readonly Grant[];
  /** Milliseconds since 1970; undefined: never. */
  expiresAt: number | undefined;
}

/** The gateway's calls about the caller. */
export class CallerApi {
  private readonly access: Client<typeof AccessService>;

  /**
   * @param root root of the gateway's paths
   */
  constructor(private readonly root: URL) {
    this.access = Rpc.at(root).client(AccessService);
  }

  /** How to sign in; undefined if nobody must. */
  async signIn(): Promise<SignIn | undefined> {
    const signIn = await this.access.getSignIn({});
    return signIn.required ? signIn : undefined;
  }

  /** The caller; undefined if the gateway does not know it. */
  async caller(): Promise<Caller | undefined> {
    try {
      const { name, displayName, kind, grants, expiresAt } = await this.access.getCaller({});
      return {
        name,
        displayName,
        kind,
        grants: grants.map(grantOf),
        expiresAt: millisOf(expiresAt),
      };
    } catch (error) {
      if (ConnectError.from(error).code === Code.Unauthenticated) {
        return undefined;
      }
      throw error;
    }
  }

  /** Moves a token or an API key into the cookie; tells whether the gateway accepts it. */
  async enter(secret: string): Promise<boolean> {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await this.session({ method: "POST", headers });
    if (!answer.ok && answer.status !== 401) {
      throw failure(answer.status, read.object(await answer.json().catch(() => undefined)));
    }
    return answer.ok;
  }

  /** Removes the cookie. */
  async leave(): Promise<void> {
    const answer = await this.session({ method: "DELETE" });
    if (!answer.ok) {
      throw failure(answer.status, {});
    }
  }

  private session(init: RequestInit): Promise<Response> {
    return fetch(new URL("v1/session", this.root), init);
  }
}

function grantOf({ permissions, streams }: { permissions: Permission[]; streams: string[] }) {
  return { permissions: permissions.map((one) => Permission[one].toLowerCase()), streams };
}

function millisOf(time: Timestamp | undefined): number | undefined {
  return time && Number(time.seconds) * 1000 + time.nanos / 1e6;
}
