import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { ModalDialog } from "../app/modal-dialog";
import "../app/modal-dialog";
import { notify } from "../app/notify";
import type { Rpc } from "../api/rpc";
import type { Source } from "../gen/darkroom/v1/source_pb";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { changeOf, checkField, choiceField, choicesOf, textField } from "./fields";
import { type Problems, problemsOf } from "./problems";
import { resolutionFields } from "./resolution-fields";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { type Draft, draftOf, draftProblems, sourceOf } from "./source-draft";
import { formStyles, sourceStyles } from "./styles";

const ADVANCED = ["live", "orientation", "transport", "certificate"];

/** The form to add or change a source, in a dialog; fires `saved` with the source's id. */
@customElement("source-form")
export class SourceForm extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  /** The source as it was when the form was opened; unset: a new one. */
  @state() private stored: Source | undefined;
  @state() private draft: Draft = draftOf();
  @state() private problems: Problems = {};
  @state() private saving = false;
  @query("modal-dialog") private dialog!: ModalDialog;
  @query("details") private advanced!: HTMLDetailsElement;

  async open(before?: Source): Promise<void> {
    this.stored = before;
    this.draft = draftOf(before);
    this.problems = {};
    await this.updateComplete;
    await this.dialog.open();
    this.renderRoot.querySelector<HTMLElement>(before ? "#fps" : "#sourceId")?.focus();
  }

  override render() {
    const words = texts.sources.form;
    const title = this.stored ? words.editTitle(this.stored.sourceId) : words.addTitle;
    return html`<modal-dialog heading=${title} name="source-form">
      <form novalidate @submit=${this.save} @input=${this.change} @change=${this.change}>
        ${this.addressFields()} ${this.rateFields()} ${this.advancedFields()}
        <div role="alert" data-testid="source-error">
          ${this.problems[""] ? html`<p class="problem">${this.problems[""]}</p>` : nothing}
        </div>
        <div class="end">
          <button type="button" @click=${() => this.dialog.close()}>${texts.sources.cancel}</button>
          <button class="primary" data-testid="source-save" ?disabled=${this.saving}>
            ${texts.sources.save}
          </button>
        </div>
      </form>
    </modal-dialog>`;
  }

  private addressFields() {
    const words = texts.sources.form;
    const { sourceId, uri, username, password, forget } = this.draft;
    const stored = this.stored?.hasCredentials;
    return html`${textField({
        ...this.field("sourceId", words.name, sourceId),
        hint: this.stored ? undefined : words.nameHint,
        disabled: this.stored !== undefined,
      })}
      ${textField({ ...this.field("uri", words.address, uri), hint: words.addressHint, mode: "url" })}
      <div class="pair">
        ${textField(this.field("username", words.username, username))}
        ${textField({ ...this.field("password", words.password, password), type: "password" })}
      </div>
      ${
        stored
          ? html`<p class="hint">${words.stored}</p>
              ${checkField("forget", words.forget, forget)}`
          : nothing
      }`;
  }

  private rateFields() {
    const words = texts.sources.form;
    return html`${textField({
      ...this.field("fps", words.fps, this.draft.fps),
      hint: words.fpsHint,
      mode: "decimal",
    })}
    ${resolutionFields(this.draft, this.stored?.status ?? {}, this.problems)}
    ${checkField("loop", words.loop, this.draft.loop)}`;
  }

  private advancedFields() {
    const words = texts.sources.form;
    const { live, orientation, transport, certificate, deinterlace } = this.draft;
    return html`<details>
      <summary>${words.advanced}</summary>
      <div class="stack">
        ${choiceField(this.field("live", words.live, live), choicesOf(words.liveChoices))}
        ${choiceField(
          this.field("orientation", words.orientation, orientation),
          choicesOf(words.orientationChoices),
        )}
        ${choiceField(
          this.field("transport", words.transport, transport),
          choicesOf(words.transportChoices),
        )}
        ${textField({
          ...this.field("certificate", words.certificate, certificate),
          hint: words.certificateHint,
        })}
        ${checkField("deinterlace", words.deinterlace, deinterlace)}
      </div>
    </details>`;
  }

  private field(name: keyof Draft, label: string, value: string) {
    return { name, label, value, problem: this.problems[name] };
  }

  private change(event: Event): void {
    const [name, value] = changeOf(event);
    this.draft = { ...this.draft, [name]: value };
  }

  private async save(event: Event): Promise<void> {
    event.preventDefault();
    const wrong = draftProblems(this.draft);
    if (Object.keys(wrong).length > 0 || this.saving) {
      return this.show(wrong);
    }
    const { stored } = this;
    const source = sourceOf(this.draft, stored);
    this.saving = true;
    try {
      await this.rpc.client(SourceService).putSource({
        source,
        createOnly: !stored,
        etag: stored?.etag ?? "",
      });
    } catch (error) {
      return this.show(problemsOf(error));
    } finally {
      this.saving = false;
    }
    this.problems = {};
    this.dialog.close();
    const words = texts.sources.form;
    const said = stored ? words.saved : words.added;
    notify(this, "success", said(source.sourceId));
    this.dispatchEvent(new CustomEvent<string>("saved", { detail: source.sourceId }));
  }

  /** Shows what is wrong, and moves the focus to the first such field. */
  private async show(problems: Problems): Promise<void> {
    this.problems = wholeForm(problems, Object.keys(this.draft));
    if (ADVANCED.some((name) => problems[name])) {
      this.advanced.open = true;
    }
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }

  static override styles = [shared, sourceStyles, formStyles];
}

/** Problems with fields that the form does not show become problems of the whole form. */
function wholeForm(problems: Problems, shown: string[]): Problems {
  const other = Object.entries(problems).filter(([field]) => !shown.includes(field));
  const known = Object.entries(problems).filter(([field]) => shown.includes(field));
  const text = other.map(([, problem]) => problem).join(" ");
  return { ...Object.fromEntries(known), ...(text ? { "": text } : {}) };
}
