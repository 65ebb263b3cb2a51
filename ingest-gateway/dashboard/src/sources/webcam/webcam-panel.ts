import { LitElement, css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { shared } from "../../styles/shared";
import { texts } from "../../texts";
import { choose } from "../choose";
import { changeOf, choiceField } from "../fields";
import { formStyles, sourceStyles } from "../styles";
import { listCameras } from "./camera";
import { pageProblem } from "./problem";
import { type WebcamOn, webcam } from "./webcam";
import { WebcamWatch } from "./webcam-watch";

const SIZES = ["320x180", "640x360", "1280x720", "1920x1080"];
const RATES = ["1", "5", "10", "15", "30"];

/** Starts and stops the webcam, with a preview. Fires `input-chosen` with its stream. */
@customElement("webcam-panel")
export class WebcamPanel extends LitElement {
  /** Root of the gateway's WebSockets. */
  @property({ attribute: false }) sockets!: URL;
  /** Whether the tab is shown. */
  @property({ type: Boolean }) shown = false;
  @state() private cameras: MediaDeviceInfo[] = [];
  @state() private device = "";
  @state() private size = "640x360";
  @state() private fps = "15";
  private readonly watch = new WebcamWatch(this);

  override updated(changed: Map<string, unknown>): void {
    if (changed.has("shown") && this.shown) {
      void this.list();
    }
  }

  override render() {
    const words = texts.sources.webcam;
    return html`<div class="stack">
      <h3>${words.heading}</h3>
      <p class="muted">${words.intro}</p>
      <div role="alert" data-testid="webcam-problem">${this.problem()}</div>
      ${this.content()}
    </div>`;
  }

  private problem() {
    const { state } = this.watch;
    const problem = state.kind === "failed" ? state.problem : pageProblem();
    return problem
      ? html`<p class="problem">${texts.sources.webcam.problems[problem]}</p>`
      : nothing;
  }

  private content() {
    const { state } = this.watch;
    switch (state.kind) {
      case "on":
        return this.running(state);
      case "starting":
        return html`<p role="status">${texts.sources.webcam.starting}</p>
          ${this.stopButton()}`;
      default:
        return this.form();
    }
  }

  private form() {
    const words = texts.sources.webcam;
    const blocked = pageProblem() !== undefined;
    return html`<form @submit=${this.start} @change=${this.change}>
      ${choiceField({ name: "device", label: words.device, value: this.device }, [
        { value: "", label: words.anyDevice },
        ...this.cameras.map(({ deviceId, label }) => ({ value: deviceId, label })),
      ])}
      <div class="pair">
        ${choiceField(
          { name: "size", label: words.size, value: this.size },
          SIZES.map((value) => ({ value, label: value.replace("x", " × ") })),
        )}
        ${choiceField(
          { name: "fps", label: words.fps, value: this.fps },
          RATES.map((value) => ({ value, label: value })),
        )}
      </div>
      <div class="end">
        <button class="primary" data-testid="webcam-start" ?disabled=${blocked}>
          ${words.start}
        </button>
      </div>
    </form>`;
  }

  private running(on: WebcamOn) {
    const words = texts.sources.webcam;
    return html`<video
        data-testid="webcam-preview"
        aria-label=${words.preview}
        autoplay
        muted
        playsinline
        .muted=${true}
        .srcObject=${on.media}
      ></video>
      <p role="status" data-testid="webcam-state">
        ${on.connected ? words.on(on.streamId) : words.connecting}
      </p>
      ${on.refused ? html`<p class="problem">${words.refused(on.refused)}</p>` : nothing}
      <p class="hint number" data-testid="webcam-figures" data-sent=${on.sent}>
        ${words.figures(on.fps.toFixed(1), on.sent, on.skipped)}
      </p>
      <div class="row">
        <button class="primary" data-testid="webcam-show" @click=${() => choose(this, on.streamId)}>
          ${words.show}
        </button>
        ${this.stopButton()}
      </div>`;
  }

  private stopButton() {
    return html`<button data-testid="webcam-stop" @click=${this.stop}>
      ${texts.sources.webcam.stop}
    </button>`;
  }

  private change(event: Event): void {
    Object.assign(this, Object.fromEntries([changeOf(event)]));
  }

  private async start(event: Event): Promise<void> {
    event.preventDefault();
    const [widthPx, heightPx] = this.size.split("x").map(Number) as [number, number];
    const choice = { deviceId: this.device, widthPx, heightPx, fps: Number(this.fps) };
    await webcam.start(this.sockets, choice);
    await this.focusOn(webcam.state.kind === "on" ? "webcam-show" : "webcam-start");
    // Browsers name the cameras only after the user has allowed one.
    await this.list();
  }

  private async stop(): Promise<void> {
    webcam.stop();
    await this.focusOn("webcam-start");
  }

  /** The button that had the focus is gone. */
  private async focusOn(testId: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`[data-testid="${testId}"]`)?.focus();
  }

  private async list(): Promise<void> {
    this.cameras = await listCameras().catch(() => []);
  }

  static override styles = [
    shared,
    sourceStyles,
    formStyles,
    css`
      video {
        width: 100%;
        border-radius: var(--radius);
        background: var(--raised);
      }
    `,
  ];
}
