import { LitElement, html } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { ModalDialog } from "../app/modal-dialog";
import "../app/modal-dialog";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { formStyles, sourceStyles } from "./styles";

/** What is asked, and what the button that agrees says. */
export interface Question {
  title: string;
  text: string;
  agree: string;
}

/** Asks before something is deleted. */
@customElement("confirm-dialog")
export class ConfirmDialog extends LitElement {
  @state() private question: Question = { title: "", text: "", agree: "" };
  @query("modal-dialog") private dialog!: ModalDialog;
  private answer: (agreed: boolean) => void = () => {};

  /** Resolves when the dialog is closed: whether the user agreed. */
  async ask(question: Question): Promise<boolean> {
    this.question = question;
    await this.updateComplete;
    await this.dialog.open();
    return new Promise((resolve) => (this.answer = resolve));
  }

  override render() {
    const { title, text, agree } = this.question;
    return html`<modal-dialog
      heading=${title}
      name="confirm-dialog"
      @closed=${() => this.answer(false)}
    >
      <div class="stack">
        <p>${text}</p>
        <div class="end">
          <button @click=${() => this.dialog.close()}>${texts.sources.cancel}</button>
          <button class="primary" data-testid="confirm-agree" @click=${this.agree}>${agree}</button>
        </div>
      </div>
    </modal-dialog>`;
  }

  private agree(): void {
    this.answer(true);
    this.dialog.close();
  }

  static override styles = [shared, sourceStyles, formStyles];
}
