import { LitElement, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { type Api, ApiError } from "../api/api";
import type { Preset } from "../api/model";
import { notify } from "../app/notify";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { presetId } from "./names";
import { presetStyles } from "./preset-styles";
import { controls } from "./styles";

/** The presets that all users share; fires `preset-applied` with the preset to apply. */
@customElement("preset-list")
export class PresetList extends LitElement {
  @property({ attribute: false }) api!: Api;
  /** The chain to save. */
  @property() chain = "";
  @state() private presets: Preset[] | undefined;
  @state() private problem = "";
  @state() private nameProblem = "";
  @state() private busy = false;
  @query("input") private box!: HTMLInputElement;

  override render() {
    return html`<details @toggle=${this.toggle} data-testid="presets">
      <summary><h3>${texts.filters.presets.heading}</h3></summary>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.presets ? html`${this.list(this.presets)} ${this.form()}` : nothing}
    </details>`;
  }

  private list(presets: Preset[]) {
    return presets.length === 0
      ? html`<p class="help muted">${texts.filters.presets.none}</p>`
      : html`<ul data-testid="preset-list">
          ${presets.map((preset) => this.item(preset))}
        </ul>`;
  }

  private item(preset: Preset) {
    const { presetId: id, title, chain } = preset;
    const t = texts.filters.presets;
    return html`<li data-testid="preset-${id}">
      <p class="name">${title}</p>
      <code class="muted">${chain || t.unchanged}</code>
      <div class="row">
        <button
          aria-label=${t.applyOf(title)}
          data-testid="preset-apply-${id}"
          @click=${() => this.apply(preset)}
        >
          ${t.apply}
        </button>
        <button
          aria-label=${t.overwriteOf(title)}
          data-testid="preset-overwrite-${id}"
          ?disabled=${this.busy || chain === this.chain}
          @click=${() => this.put({ ...preset, chain: this.chain })}
        >
          ${t.overwrite}
        </button>
        <button
          aria-label=${t.removeOf(title)}
          data-testid="preset-delete-${id}"
          ?disabled=${this.busy}
          @click=${() => this.delete(preset)}
        >
          ${t.remove}
        </button>
      </div>
    </li>`;
  }

  private form() {
    const t = texts.filters.presets;
    return html`<form @submit=${this.save}>
      <label for="name" class="visually-hidden">${t.name}</label>
      <input
        id="name"
        type="text"
        maxlength="128"
        autocomplete="off"
        placeholder=${t.name}
        aria-describedby="problem"
        aria-invalid=${this.nameProblem !== ""}
        data-testid="preset-name"
        @input=${() => (this.nameProblem = "")}
      />
      <button data-testid="preset-save" ?disabled=${this.busy}>${t.save}</button>
      <p id="problem" class="problem" role="status">${this.nameProblem}</p>
    </form>`;
  }

  private toggle(event: Event): void {
    if ((event.target as HTMLDetailsElement).open) {
      void this.attempt(() => Promise.resolve(), "");
    }
  }

  private apply(preset: Preset): void {
    this.dispatchEvent(new CustomEvent<Preset>("preset-applied", { detail: preset }));
  }

  private save(event: Event): void {
    event.preventDefault();
    const title = this.box.value.trim();
    const id = presetId(title);
    const known = this.presets?.find((preset) => preset.presetId === id);
    if (!id || known) {
      this.nameProblem = known
        ? texts.filters.presets.exists(known.title)
        : texts.filters.presets.nameNeeded;
      this.box.focus();
      return;
    }
    void this.put({ presetId: id, title, chain: this.chain });
  }

  private async put(preset: Preset): Promise<void> {
    const said = texts.filters.presets.saved(preset.title);
    if (await this.attempt(() => this.api.putPreset(preset), said)) {
      this.box.value = "";
    }
  }

  private async delete({ presetId: id, title }: Preset): Promise<void> {
    await this.attempt(() => this.api.deletePreset(id), texts.filters.presets.deleted(title));
    this.renderRoot.querySelector("summary")?.focus();
  }

  /** Runs a call and shows the presets as they are then, or why it failed. */
  private async attempt(call: () => Promise<unknown>, said: string): Promise<boolean> {
    this.busy = true;
    try {
      await call();
      if (said) {
        notify(this, "success", said);
      }
      this.presets = (await this.api.presets()).sort((a, b) => a.title.localeCompare(b.title));
      this.problem = "";
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) {
        throw error;
      }
      this.problem = said ? error.message : `${texts.filters.presets.unavailable} ${error.message}`;
      return false;
    } finally {
      this.busy = false;
    }
  }

  static override styles = [shared, controls, presetStyles];
}
