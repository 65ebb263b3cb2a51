import { gate } from "../api/gate";
import type { Caller, CallerApi } from "./gateway";
import type { Provider, SignIn, Tokens } from "./provider";
import { type Answer, type Pending, remember } from "./redirect";
import { Renewal } from "./renewal";
import { rights } from "./rights";
import { texts } from "./texts";

/** What a session needs of the browser and of the provider. */
export interface Surroundings {
  /** Reads the provider's description. The code for this is loaded when it is needed. */
  provider(signIn: SignIn): Promise<Provider>;
  reasonOf(error: unknown): Promise<string>;
  isSpent(error: unknown): Promise<boolean>;
  /** The fragment of the page's address. */
  hash(): string;
  go(address: string): void;
  reload(): void;
  /** Tells the other pages of this gateway in this browser that the caller has signed out. */
  tellOthers(): void;
}

/**
 * - `open`: nobody must sign in, or the gateway has not said yet
 * - `asking`: the sign-in view is shown
 * - `known`: the gateway knows the caller
 */
export type SessionState = "open" | "asking" | "known";

/**
 * Who uses this page. Signs in and out, and renews the identification before it expires. Tokens are
 * kept in memory, and the gateway keeps the access token in a cookie. Fires `changed`.
 */
export class Session extends EventTarget {
  state: SessionState = "open";
  signIn: SignIn | undefined;
  caller: Caller | undefined;
  /** Why the caller must sign in again, or could not. */
  problem = "";
  private tokens: Tokens | undefined;
  private provider: Promise<Provider> | undefined;
  private recovery: Promise<void> | undefined;
  private readonly renewal = new Renewal(() => this.renew());

  /**
   * @param answer of the provider, if the page was opened by it
   */
  constructor(
    private readonly api: CallerApi,
    private readonly around: Surroundings,
    private answer: Answer | undefined,
  ) {
    super();
  }

  /** Finds out who the caller is. Can be called again if it rejects. */
  async start(): Promise<void> {
    this.signIn = await this.api.signIn();
    if (!this.signIn) {
      return;
    }
    const { answer } = this;
    this.answer = undefined;
    if (answer?.pending) {
      await this.finish(answer.query, answer.pending);
    }
    await this.identify();
  }

  /** The gateway does not know the caller any more. */
  refused(): void {
    if (this.state === "known") {
      gate.close();
      this.recovery ??= this.recover().finally(() => (this.recovery = undefined));
    }
  }

  /** Another page has signed out. */
  left(): void {
    this.tokens = undefined;
    this.around.reload();
  }

  /** Looks whether another page has signed in meanwhile. */
  async lookAgain(): Promise<void> {
    const caller = this.state === "asking" ? await this.api.caller() : undefined;
    if (caller) {
      this.welcome(caller);
    }
  }

  /**
   * Leaves for the provider's page.
   *
   * @param silent whether to come back at once if the provider would have to ask the user
   */
  async signInAtProvider(silent = false): Promise<void> {
    try {
      const provider = await this.discovered();
      const { pending, address } = await provider.begin(this.around.hash(), silent);
      remember(pending);
      this.around.go(address);
    } catch (error) {
      this.provider = undefined;
      this.ask(await this.problemOf(error));
    }
  }

  /** Signs in with an API key; tells what is wrong with it, or nothing. */
  async signInWithKey(key: string): Promise<string> {
    try {
      if (!(await this.api.enter(key))) {
        return texts.signIn.keyRefused;
      }
      await this.identify();
      return "";
    } catch (error) {
      return texts.signIn.gatewayFailed(error instanceof Error ? error.message : String(error));
    }
  }

  /** Signs out here, in the browser's other pages, and at the provider. */
  async signOut(): Promise<void> {
    await this.api.leave();
    const farewell =
      this.caller?.kind === "token" && this.hasProvider
        ? await this.discovered().then(
            (provider) => provider.farewell(),
            () => undefined,
          )
        : undefined;
    this.tokens = undefined;
    this.renewal.stop();
    this.around.tellOthers();
    if (farewell) {
      this.around.go(farewell);
    } else {
      // What the page shows belongs to the one who has left.
      this.around.reload();
    }
  }

  private async finish(query: URLSearchParams, pending: Pending): Promise<void> {
    try {
      await this.take(await (await this.discovered()).finish(query, pending));
    } catch (error) {
      // An answer to a silent sign-in, which only says that the user must be asked.
      const asks = /^(login|interaction|consent|account_selection)_/.test(query.get("error") ?? "");
      this.problem = asks ? texts.signIn.expired : await this.problemOf(error);
    }
  }

  /** Uses new tokens; the access token goes into the cookie. */
  private async take(tokens: Tokens): Promise<void> {
    const accepted = await this.api.enter(tokens.access);
    this.tokens = accepted ? tokens : undefined;
    this.problem = accepted ? "" : texts.signIn.tokenRefused;
  }

  private async identify(): Promise<void> {
    const caller = await this.api.caller();
    if (caller) {
      this.welcome(caller);
    } else {
      this.ask(this.problem);
    }
  }

  private welcome(caller: Caller): void {
    if (this.caller && this.caller.name !== caller.name) {
      this.around.reload();
      return;
    }
    this.caller = caller;
    this.problem = "";
    rights.take(caller.grants);
    if (this.tokens?.refresh) {
      this.renewal.schedule(caller.expiresAt);
    }
    this.become("known");
    gate.open();
  }

  private ask(problem: string): void {
    this.problem = problem;
    this.renewal.stop();
    gate.close();
    this.become("asking");
  }

  /** Renews the tokens before they expire, while connections are open. */
  private async renew(): Promise<void> {
    try {
      if (this.tokens && (await this.refreshed())) {
        await this.identify();
      }
    } catch {
      this.renewal.retry();
    }
  }

  /** Whether there are new tokens; rejects if this may succeed later. */
  private async refreshed(): Promise<boolean> {
    if (!this.tokens?.refresh) {
      return false;
    }
    try {
      await this.take(await (await this.discovered()).renew(this.tokens));
      return this.tokens !== undefined;
    } catch (error) {
      if (await this.around.isSpent(error)) {
        this.tokens = undefined;
        return false;
      }
      throw error;
    }
  }

  /** Becomes known again, if this is possible without the user. */
  private async recover(): Promise<void> {
    try {
      // Connections end with the token that they began with, although there may be a newer one.
      const caller =
        (await this.api.caller()) ??
        ((await this.refreshed()) ? await this.api.caller() : undefined);
      if (caller) {
        this.welcome(caller);
      } else if (this.caller?.kind === "token" && this.hasProvider && !this.problem) {
        await this.signInAtProvider(true);
      } else {
        this.ask(this.problem || texts.signIn.expired);
      }
    } catch (error) {
      this.ask(await this.problemOf(error));
    }
  }

  /** Whether callers can sign in at a provider. */
  get hasProvider(): boolean {
    return Boolean(this.signIn?.issuer && this.signIn.clientId);
  }

  private discovered(): Promise<Provider> {
    this.provider ??= this.around.provider(this.signIn!);
    return this.provider;
  }

  private async problemOf(error: unknown): Promise<string> {
    const reason = await this.around.reasonOf(error);
    return reason ? texts.signIn.failed(reason) : texts.signIn.noAnswer;
  }

  private become(state: SessionState): void {
    this.state = state;
    this.dispatchEvent(new Event("changed"));
  }
}
