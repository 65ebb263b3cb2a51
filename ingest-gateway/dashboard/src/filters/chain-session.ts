import { ApiError } from "../api/api";
import type { Filter, Pipeline, PipelineRequest } from "../api/model";
import { type Card, adoptSteps, chainOf } from "./cards";
import { checkChain } from "./chain-check";
import { type Fault, type PlacedStep, parseChain } from "./chain-parser";
import type { DisabledCards } from "./disabled-cards";
import { History } from "./history";
import { Newest } from "./newest";

const TYPING_PAUSE_MILLIS = 400;

type Patch = Partial<PipelineRequest>;

/** A change that the gateway did not accept. */
export interface Failure {
  /** The chain that was sent. */
  chain: string;
  error: ApiError;
  patch: Patch;
}

/** What a session needs from the panel. */
export interface SessionHost {
  put(pipelineId: string, request: PipelineRequest): Promise<Pipeline>;
  readonly filters: Filter[];
  /** The session has something new to show. */
  changed(): void;
  /** The gateway accepted a change. */
  accepted(pipeline: Pipeline): void;
}

/**
 * The edits of one pipeline: its cards, their text, undo, and what is on its way to the gateway.
 * The newest edit wins; changes by others appear unless there are edits of one's own.
 */
export class ChainSession {
  cards: Card[];
  /** The text as typed, while it is not the canonical text of the cards. */
  private draft: string | undefined;
  fault: Fault | undefined;
  failure: Failure | undefined;
  private patch: Patch = {};
  private typing: ReturnType<typeof setTimeout> | undefined;
  private readonly history = new History<Card[]>();
  private readonly sender = new Newest(
    () => this.send(),
    () => this.host.changed(),
  );

  constructor(
    private base: Pipeline,
    public host: SessionHost,
    private readonly kept: DisabledCards,
  ) {
    this.cards = kept.restore(this.storageKey, this.adopted(base.chain));
  }

  /** The pipeline as it will be if the gateway accepts all changes. */
  get pipeline(): Pipeline {
    return { ...this.base, ...this.patch };
  }

  get revision(): number {
    return this.base.revision;
  }

  get text(): string {
    return this.draft ?? chainOf(this.cards);
  }

  /** Whether the text has edits that the cards do not show. */
  get typed(): boolean {
    return this.typing !== undefined || this.fault !== undefined;
  }

  get applying(): boolean {
    return this.sender.busy;
  }

  get canUndo(): boolean {
    return this.history.canUndo;
  }

  get canRedo(): boolean {
    return this.history.canRedo;
  }

  /** Takes over the pipeline as the gateway reports it. */
  receive(pipeline: Pipeline): void {
    if (pipeline.revision >= this.base.revision) {
      this.base = pipeline;
      this.follow();
    }
  }

  /** Shows and applies other cards; edits with the same tag are undone together. */
  edit(cards: Card[], tag = ""): void {
    this.history.record(this.cards, tag);
    this.show(cards);
    this.applyChain();
  }

  /** Changes settings of the pipeline, and sends them. */
  set(patch: Patch): void {
    this.patch = { ...this.patch, ...patch };
    this.failure = undefined;
    this.sender.offer();
    this.host.changed();
  }

  undo(): void {
    this.restore(this.history.undo(this.cards));
  }

  redo(): void {
    this.restore(this.history.redo(this.cards));
  }

  /** Takes over text while it is typed: after a pause, if it is a valid chain. */
  type(text: string): void {
    this.draft = text;
    this.fault = undefined;
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.settle(false, false), TYPING_PAUSE_MILLIS);
    this.host.changed();
  }

  /**
   * Takes over the text that was typed, and writes it in the canonical form.
   *
   * @param force whether to send what the catalogue does not allow, for the gateway to explain
   */
  commit(force: boolean): void {
    if (this.draft !== undefined) {
      this.settle(force, true);
    } else if (force && this.failure) {
      this.retry();
    }
  }

  /** Discards edits that the gateway did not accept. */
  revert(): void {
    this.failure = undefined;
    this.show(this.adopted(this.base.chain));
  }

  /** Sends the change that failed once more. */
  retry(): void {
    this.set(this.failure?.patch ?? {});
  }

  /** Forgets the disabled cards, which the browser keeps. */
  forget(): void {
    this.kept.save(this.storageKey, []);
  }

  private settle(force: boolean, canonical: boolean): void {
    clearTimeout(this.typing);
    this.typing = undefined;
    const text = this.text;
    const parsed = parseChain(text);
    this.fault = "steps" in parsed ? this.check(parsed.steps, force) : parsed.fault;
    if ("steps" in parsed && !this.fault) {
      const cards = adoptSteps(this.cards, parsed.steps);
      const changed = chainOf(cards) !== chainOf(this.cards);
      if (changed) {
        this.history.record(this.cards, "text");
        this.show(cards);
      }
      this.draft = canonical ? undefined : text;
      if (changed || (force && this.failure)) {
        this.applyChain();
      }
    }
    this.host.changed();
  }

  private check(steps: PlacedStep[], force: boolean): Fault | undefined {
    const { filters } = this.host;
    return force || filters.length === 0 ? undefined : checkChain(steps, filters);
  }

  private restore(cards: Card[] | undefined): void {
    if (cards) {
      this.show(cards);
      this.applyChain();
    }
  }

  private show(cards: Card[]): void {
    clearTimeout(this.typing);
    this.typing = undefined;
    this.draft = undefined;
    this.fault = undefined;
    this.cards = cards;
    this.kept.save(this.storageKey, cards);
    this.host.changed();
  }

  /** Sends the chain of the cards, unless it is in force already. */
  private applyChain(): void {
    const chain = chainOf(this.cards);
    if (chain !== this.base.chain || this.applying) {
      this.set({ chain: this.text });
    } else {
      this.failure = undefined;
    }
  }

  private async send(): Promise<void> {
    const patch = this.patch;
    try {
      this.accept(await this.host.put(this.base.pipelineId, { ...this.base, ...patch }), patch);
    } catch (error) {
      this.refuse(error, patch);
    }
  }

  private accept(pipeline: Pipeline, sent: Patch): void {
    if (pipeline.revision >= this.base.revision) {
      this.base = pipeline;
    }
    if (this.patch === sent) {
      this.patch = {};
      this.follow();
    }
    this.host.accepted(pipeline);
  }

  private refuse(error: unknown, patch: Patch): void {
    if (!(error instanceof ApiError)) {
      throw error;
    }
    if (this.patch === patch) {
      this.patch = {};
      this.failure = { chain: patch.chain ?? this.base.chain, error, patch };
    }
  }

  /** Shows the chain in force, unless there are edits of one's own. */
  private follow(): void {
    const edited = this.typed || this.failure || Object.keys(this.patch).length > 0;
    const inForce = this.adopted(this.base.chain);
    if (!edited && chainOf(inForce) !== chainOf(this.cards)) {
      this.history.record(this.cards);
      this.show(inForce);
    }
  }

  private adopted(chain: string): Card[] {
    const parsed = parseChain(chain);
    return "steps" in parsed ? adoptSteps(this.cards ?? [], parsed.steps) : (this.cards ?? []);
  }

  private get storageKey(): string {
    return this.base.uid || this.base.pipelineId;
  }
}
