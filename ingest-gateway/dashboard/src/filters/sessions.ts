import type { Pipeline } from "../api/model";
import { ChainSession, type SessionHost } from "./chain-session";
import { DisabledCards } from "./disabled-cards";

const MAX_SESSIONS = 32;

/** The edits of the pipelines that were shown last; they outlive the panel that shows them. */
export class Sessions {
  private readonly known = new Map<string, ChainSession>();
  private readonly kept = new DisabledCards(localStorage);

  /** Continues the session of a pipeline, or begins one. */
  open(pipeline: Pipeline, host: SessionHost): ChainSession {
    const key = `${pipeline.pipelineId} ${pipeline.uid ?? ""}`;
    const session = this.known.get(key) ?? new ChainSession(pipeline, host, this.kept);
    session.host = host;
    session.receive(pipeline);
    this.known.delete(key);
    this.known.set(key, session);
    if (this.known.size > MAX_SESSIONS) {
      this.known.delete(this.known.keys().next().value!);
    }
    return session;
  }

  /** Forgets a pipeline that was deleted, with its disabled filters. */
  forget(session: ChainSession | undefined): void {
    session?.forget();
    this.known.forEach((known, key) => known === session && this.known.delete(key));
  }
}
