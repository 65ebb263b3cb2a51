import { LitElement, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { notify } from "../app/notify";
import { shared } from "../styles/shared";
import { texts } from "../texts";
import "./file-drop";
import { messageOf } from "./problems";
import { mediaStyles, sourceStyles } from "./styles";
import { Upload } from "./upload";
import { megabytes } from "./video-facts";

const TYPES = "video/*,image/gif,.mkv,.ts,.mxf,.dv,.y4m,.mjpeg";

/** Uploads one video at a time, with pause and cancel; fires `uploaded` when it is complete. */
@customElement("video-upload")
export class VideoUpload extends LitElement {
  /** Root of the gateway's HTTP API. */
  @property({ attribute: false }) base!: URL;
  @state() private file: File | undefined;
  /** Set while parts are being sent. */
  @state() private upload: Upload | undefined;
  /** Bytes that the gateway has. */
  @state() private done = 0;
  @state() private failure = "";

  override render() {
    const words = texts.sources.videos;
    return this.file
      ? this.progress(this.file)
      : html`<file-drop
          label=${words.upload}
          hint=${words.drop}
          accept=${TYPES}
          name="upload-file"
          @file-given=${(event: CustomEvent<File>) => this.begin(event.detail)}
        ></file-drop>`;
  }

  private progress({ name, size }: File) {
    const words = texts.sources.videos;
    const percent = Math.floor((this.done / size) * 100);
    const figures = words.progress(percent, megabytes(this.done), megabytes(size));
    return html`<div class="drop">
      <strong>${words.uploading(name)}</strong>
      <progress
        aria-label=${words.uploading(name)}
        data-testid="upload-progress"
        .value=${this.done}
        max=${size}
      ></progress>
      <span class="hint number">${figures}</span>
      <div role="status" data-testid="upload-state">
        ${this.failure ? html`<p class="problem">${this.failure}</p>` : nothing}
      </div>
      <div class="row">
        ${
          this.upload
            ? html`<button data-testid="upload-pause" @click=${this.pause}>${words.pause}</button>`
            : html`<button class="primary" data-testid="upload-resume" @click=${this.send}>
                ${words.resume}
              </button>`
        }
        <button data-testid="upload-cancel" @click=${this.cancel}>${texts.sources.cancel}</button>
      </div>
    </div>`;
  }

  private begin(file: File): void {
    this.file = file;
    this.done = 0;
    void this.send();
  }

  private async send(): Promise<void> {
    const file = this.file!;
    const upload = new Upload(this.base, file, (bytes) => this.advance(upload, bytes));
    this.upload = upload;
    this.failure = "";
    try {
      await upload.run();
    } catch (error) {
      this.interrupted(upload, error);
      return;
    }
    this.clear();
    notify(this, "success", texts.sources.videos.uploaded(file.name));
    this.dispatchEvent(new CustomEvent("uploaded"));
  }

  private advance(upload: Upload, bytes: number): void {
    if (upload === this.upload) {
      this.done = bytes;
    }
  }

  private interrupted(upload: Upload, error: unknown): void {
    // An upload that was paused or cancelled fails too, but that is what the user wanted.
    if (upload === this.upload) {
      this.upload = undefined;
      this.failure = texts.sources.videos.broken(messageOf(error));
    }
  }

  private pause(): void {
    this.upload?.pause();
    this.upload = undefined;
    this.failure = texts.sources.videos.paused;
  }

  private async cancel(): Promise<void> {
    const file = this.file!;
    const upload = this.upload ?? new Upload(this.base, file, () => {});
    this.clear();
    try {
      await upload.cancel();
      notify(this, "info", texts.sources.videos.cancelled(file.name));
    } catch (error) {
      notify(this, "error", messageOf(error));
    }
  }

  private clear(): void {
    this.upload = undefined;
    this.file = undefined;
    this.failure = "";
  }

  static override styles = [shared, sourceStyles, mediaStyles];
}
