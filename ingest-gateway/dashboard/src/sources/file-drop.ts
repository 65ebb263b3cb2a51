import { LitElement, css, html } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { shared } from "../styles/shared";
import { mediaStyles, sourceStyles } from "./styles";

/** Takes a file by a button or by dropping it; fires `file-given` with the file. */
@customElement("file-drop")
export class FileDrop extends LitElement {
  @property() label = "";
  @property() hint = "";
  /** File types to offer, as in an input's `accept`. */
  @property() accept = "";
  /** Test id of the file input. */
  @property() name = "";
  @state() private over = false;
  @query("input") private input!: HTMLInputElement;

  override render() {
    return html`<div
      class="drop ${this.over ? "over" : ""}"
      data-testid="${this.name}-drop"
      @dragover=${this.drag}
      @dragleave=${() => (this.over = false)}
      @drop=${this.drop}
    >
      <button type="button" @click=${() => this.input.click()}>${this.label}</button>
      <span class="hint">${this.hint}</span>
      <input
        type="file"
        hidden
        accept=${this.accept}
        aria-label=${this.label}
        data-testid=${this.name}
        @change=${this.pick}
      />
    </div>`;
  }

  private drag(event: DragEvent): void {
    event.preventDefault();
    this.over = true;
  }

  private drop(event: DragEvent): void {
    event.preventDefault();
    this.over = false;
    this.give(event.dataTransfer?.files[0]);
  }

  private pick(): void {
    this.give(this.input.files?.[0]);
    // The same file can be picked again.
    this.input.value = "";
  }

  private give(detail: File | undefined): void {
    if (detail) {
      this.dispatchEvent(new CustomEvent<File>("file-given", { detail }));
    }
  }

  static override styles = [
    shared,
    sourceStyles,
    mediaStyles,
    css`
      [hidden] {
        display: none;
      }
    `,
  ];
}
