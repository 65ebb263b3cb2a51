import { LitElement, html } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Rpc } from "../api/rpc";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import { choose } from "./choose";
import { changeOf, choiceField, choicesOf, textField } from "./fields";
import { type Problems, problemsOf } from "./problems";
import { SourceService } from "../gen/darkroom/v1/source_service_pb";
import { formStyles, sourceStyles } from "./styles";
import { type Pattern, addressOf, freeName } from "./test-picture";

const SIZES = ["320x180", "640x360", "1280x720", "1920x1080"];
const RATES = ["1", "5", "10", "15", "25", "30", "60"];

/** Starts synthetic cameras; fires `input-chosen` with the stream's id. */
@customElement("synthetic-cameras")
export class SyntheticCameras extends LitElement {
  @property({ attribute: false }) rpc!: Rpc;
  /** Ids that exist. */
  @property({ attribute: false }) taken: string[] = [];
  @state() private pattern: Pattern = "testsrc2";
  @state() private size = "640x360";
  @state() private fps = "15";
  /** Empty: a name that follows from the picture. */
  @state() private sourceId = "";
  @state() private problems: Problems = {};

  override render() {
    const words = texts.sources.synthetic;
    const sizes = SIZES.map((value) => ({ value, label: value.replace("x", " × ") }));
    const rates = RATES.map((value) => ({ value, label: value }));
    return html`<div class="stack">
      <h3>${words.heading}</h3>
      <p class="muted">${words.intro}</p>
      <form novalidate @submit=${this.add} @input=${this.change}>
        ${choiceField(
          {
            name: "pattern",
            label: words.pattern,
            value: this.pattern,
            problem: this.problems.uri,
          },
          choicesOf(words.patterns),
        )}
        <div class="pair">
          ${choiceField({ name: "size", label: words.size, value: this.size }, sizes)}
          ${choiceField({ name: "fps", label: words.rate, value: this.fps }, rates)}
        </div>
        ${textField({
          name: "sourceId",
          label: texts.sources.form.name,
          value: this.name,
          problem: this.problems.sourceId,
        })}
        <p class="problem" role="alert">${this.problems[""] ?? ""}</p>
        <div class="end">
          <button class="primary" data-testid="synthetic-add">${words.add}</button>
        </div>
      </form>
    </div>`;
  }

  private get name(): string {
    return this.sourceId || freeName(this.pattern, this.taken);
  }

  private change(event: Event): void {
    Object.assign(this, Object.fromEntries([changeOf(event)]));
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    const sourceId = this.name;
    const { pattern, size } = this;
    const uri = addressOf({ pattern, size, fps: Number(this.fps) });
    try {
      await this.rpc
        .client(SourceService)
        .putSource({ source: { sourceId, uri }, createOnly: true });
    } catch (error) {
      this.problems = problemsOf(error);
      return;
    }
    this.problems = {};
    this.sourceId = "";
    choose(this, sourceId, texts.sources.form.added(sourceId));
  }

  static override styles = [shared, sourceStyles, formStyles];
}
