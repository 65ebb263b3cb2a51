import { LitElement, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { session } from "./page-session";
import { signInStyles } from "./sign-in-styles";
import { texts } from "./texts";

/** Covers the page while the caller is not known: sign in at the provider or with an API key. */
@customElement("sign-in-view")
export class SignInView extends LitElement {
  @state() private keyProblem = "";
  @state() private checking = false;
  @state() private leaving = false;
  @query("dialog") private dialog!: HTMLDialogElement;
  @query("#key") private key!: HTMLInputElement;
  private readonly onChange = () => this.follow();

  override connectedCallback(): void {
    super.connectedCallback();
    session.addEventListener("changed", this.onChange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    session.removeEventListener("changed", this.onChange);
  }

  override firstUpdated(): void {
    this.follow();
  }

  override render() {
    const words = texts.signIn;
    return html`<dialog
      aria-labelledby="heading"
      data-testid="sign-in"
      @cancel=${(event: Event) => event.preventDefault()}
    >
      <section>
        <h1 id="heading"><span class="lamp"></span>${words.heading}</h1>
        <p class="muted">${words.intro}</p>
        <p class="problem" role="alert" data-testid="sign-in-problem">${session.problem}</p>
        ${session.hasProvider ? this.provider() : nothing}
        <form @submit=${this.useKey}>
          ${session.hasProvider ? html`<h2>${words.orKey}</h2>` : nothing}
          <label for="key">${words.key}</label>
          <input
            id="key"
            type="password"
            autocomplete="off"
            spellcheck="false"
            aria-describedby="hint key-problem"
            aria-invalid=${this.keyProblem !== ""}
            data-testid="sign-in-key"
            @input=${() => (this.keyProblem = "")}
          />
          <p id="hint" class="hint muted">${words.keyHint}</p>
          <p id="key-problem" class="problem" role="alert">${this.keyProblem}</p>
          <button
            class=${session.hasProvider ? "" : "primary"}
            data-testid="sign-in-with-key"
            ?disabled=${this.checking}
          >
            ${this.checking ? words.checking : words.useKey}
          </button>
        </form>
      </section>
    </dialog>`;
  }

  private provider() {
    return html`<button
      class="primary"
      autofocus
      data-testid="sign-in-button"
      ?disabled=${this.leaving}
      @click=${this.leave}
    >
      ${this.leaving ? texts.signIn.leaving : texts.signIn.button}
    </button>`;
  }

  private follow(): void {
    this.requestUpdate();
    if (session.state === "asking" && !this.dialog.open) {
      this.leaving = false;
      this.dialog.showModal();
    } else if (session.state !== "asking") {
      this.dialog.close();
    }
  }

  private async leave(): Promise<void> {
    this.leaving = true;
    await session.signInAtProvider();
    // Without an answer the page stays.
    this.leaving = session.problem === "";
  }

  private async useKey(event: Event): Promise<void> {
    event.preventDefault();
    const key = this.key.value.trim();
    if (key === "") {
      this.refuse(texts.signIn.keyMissing);
      return;
    }
    this.checking = true;
    const problem = await session.signInWithKey(key);
    this.checking = false;
    if (problem) {
      this.refuse(problem);
    } else {
      this.key.value = "";
    }
  }

  private refuse(problem: string): void {
    this.keyProblem = problem;
    this.key.focus();
  }

  static override styles = [shared, signInStyles];
}
